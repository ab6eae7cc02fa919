/* The page for those who embed: shows the widget that was picked and its snippet, both taken from the list below. */
(() => {
  "use strict";
  const form = document.querySelector(".hub-picker");
  const { what, scheme, width, snippet, address, link } = form.elements;
  const frame = form.querySelector("iframe");
  const root = new URL("../", document.currentScript.src);
  const all = (name) => new Map([...document.querySelectorAll(`[data-${name}]`)].map((code) => [code.dataset[name], code]));
  const frames = all("embed"), links = all("link");

  const show = () => {
    for (const label of form.querySelectorAll("[data-part]")) label.hidden = !what.value.includes(`{${label.dataset.part}}`);
    const path = `${scheme.value}/${what.value.replace(/\{(\w+)\}/g, (_, name) => form.elements[name].value)}`;
    const code = frames.get(path);
    snippet.value = code.textContent;
    address.value = /src="([^"]+)"/.exec(snippet.value)[1];
    link.value = links.get(code.dataset.more).textContent;
    const height = /height="(\d+)"/.exec(snippet.value)[1];
    Object.assign(frame, { width: width.value, height });
    const src = new URL(`embed/${path}`, root).href;
    if (frame.src !== src) frame.src = src;
    const size = form.querySelector("[role=status]");
    size.textContent = size.dataset.size.replace("%(height)s", height).replace("%(width)s", width.value);
  };
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  if (innerWidth < 600) width.value = "320";
  addEventListener("pageshow", show);
  show();
})();
