// Whether what the cell asks was there to be read: the page around the frame can lay something over it, with a hole for
// the button.
// @ts-check

/** Before so long nobody has read what is shown, in milliseconds. */
const READ = 600;
/** Milliseconds between two looks while it is not seen. */
const AGAIN = 250;

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
  let again = 0;
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
  const options = /** @type {IntersectionObserverInit} */ ({ trackVisibility: true, delay: 100 });
  const observer = new IntersectionObserver((entries) => {
    const last = /** @type {(IntersectionObserverEntry & {isVisible?: boolean}) | undefined} */ (entries.at(-1));
    if (!last) return;
    const isSeen = last.isVisible === true;
    seen(isSeen);
    // A page that stands still draws nothing anew, and what nothing is drawn for is not looked at again by itself.
    clearTimeout(again);
    if (!isSeen) again = window.setTimeout(() => (observer.unobserve(part), observer.observe(part)), AGAIN);
  }, options);
  observer.observe(part);
  return () => {
    observer.disconnect();
    clearTimeout(timer);
    clearTimeout(again);
  };
}
