/* The page for people who embed widgets: shows the chosen widget and its snippet, both from the list on the page. */
(() => {
  "use strict";
  const form = document.querySelector(".hub-picker");
  const { what, scheme, width, snippet, address, link } = form.elements;
  const frame = form.querySelector("iframe");
  const stage = form.querySelector(".hub-picker__stage");
  const root = new URL("../../../", document.currentScript.src);
  const all = (name) => new Map([...document.querySelectorAll(`[data-${name}]`)].map((code) => [code.dataset[name], code]));
  let most = 0;
  const frames = all("embed"), links = all("link");

  const show = () => {
    for (const label of form.querySelectorAll("[data-part]")) label.hidden = !what.value.includes(`{${label.dataset.part}}`);
    const path = `${scheme.value}/${what.value.replace(/\{(\w+)\}/g, (_, name) => form.elements[name].value)}`;
    const code = frames.get(path);
    snippet.value = code.textContent;
    address.value = /src="([^"]+)"/.exec(snippet.value)[1];
    link.value = links.get(code.dataset.more).textContent;
    most = Number(/height="(\d+)"/.exec(snippet.value)[1]);
    frame.width = Math.min(Math.max(Number(width.value) || 480, 250), 1200);
    const src = new URL(`embed/${path}`, root).href;
    if (frame.src !== src) frame.src = src;
    else fit();
  };
  // The height that the frame needs in this column, plus one line. The list has a height that is always enough.
  // A document that is still loading has no height yet, and may have no element: its load event measures it.
  const fit = () => {
    if (frame.contentDocument?.readyState !== "complete") return;
    frame.height = 1;
    const height = Math.min(most, Math.ceil((frame.contentDocument.documentElement.scrollHeight + 21) / 10) * 10);
    frame.height = height;
    snippet.value = snippet.value.replace(/height="\d+"/, `height="${height}"`);
    const size = form.querySelector("[role=status]");
    const fields = { height, width: frame.width, most };
    size.textContent = size.dataset.size.replace(/%\((\w+)\)s/g, (_, name) => fields[name]);
  };
  frame.addEventListener("load", () => { if (most) fit(); });
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  if (innerWidth < 600) width.value = Math.max(250, Math.min(320, stage.clientWidth));
  addEventListener("pageshow", show);
  show();
})();
