// Whether what the cell asks was there to be read. The page around the frame can lay something over it, with a hole for
// the button, or show no more of it than the button.
// @ts-check

/** Before so long nobody has read what is shown, in milliseconds. */
const READ = 600;
/** So much of it has to be in sight, in CSS pixels, where it is not all of it: a small screen shows no more. */
const ENOUGH = 240;

/** Whether the browser says of an element that nothing covers it: the second version of the Intersection Observer, which not every browser has. */
const canTell = "IntersectionObserverEntry" in globalThis && "isVisible" in IntersectionObserverEntry.prototype;

/**
 * Says when a part was seen for a moment, and when it is seen no more. Where the browser cannot tell, the moment alone
 * counts: a press that was meant for something else is none for this.
 * @param {HTMLElement} part
 * @param {(isSeen: boolean) => void} told is called with false at once
 * @returns {() => void} ends it
 */
export function watch(part, told) {
  let timer = 0;
  const seen = (/** @type {boolean} */ is) => {
    clearTimeout(timer);
    if (is) timer = window.setTimeout(() => told(true), READ);
    else told(false);
  };
  told(false);
  if (!canTell) {
    seen(true);
    return () => clearTimeout(timer);
  }
  const options = /** @type {IntersectionObserverInit} */ ({
    trackVisibility: true,
    delay: 100,
    threshold: Array.from({ length: 21 }, (_, n) => n / 20),
  });
  const observer = new IntersectionObserver((entries) => {
    const last = /** @type {(IntersectionObserverEntry & {isVisible?: boolean}) | undefined} */ (entries.at(-1));
    if (!last) return;
    const isEnough = last.intersectionRatio > 0.99 || last.intersectionRect.height >= ENOUGH;
    seen(last.isVisible === true && isEnough);
  }, options);
  observer.observe(part);
  return () => {
    observer.disconnect();
    clearTimeout(timer);
  };
}
