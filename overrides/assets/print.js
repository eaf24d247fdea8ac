// The print button of a page that is made for paper.
// @ts-check

const button = document.getElementById("print");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
