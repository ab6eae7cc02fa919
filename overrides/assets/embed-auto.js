/* For addresses such as embed/auto/?light/next/5/: shows the embed, and sends its height to the surrounding page.
   With a wrong address, it shows a link. */
(() => {
  const path = location.search.slice(1).replace(/=$/, "");
  if (!/^(light|dark)\/([a-z0-9-]+\/)+$/.test(path)) return;
  const frame = document.createElement("iframe");
  let width = 0;
  const tell = () => {
    if (innerWidth === width) return;
    width = innerWidth;
    frame.height = 1;
    frame.height = frame.contentDocument.documentElement.scrollHeight;
    parent.postMessage({ affinityHubHeight: Number(frame.height) }, "*");
  };
  frame.title = document.title;
  frame.onload = () => { frame.title = frame.contentDocument.title; tell(); addEventListener("resize", tell); };
  frame.src = `../${path}`;
  const main = document.querySelector("main");
  main.className = "filled";
  main.replaceChildren(main.firstElementChild, frame);
})();
