/* Shows the results of the search while a visitor types, in the dialog and on the page of the search. hub.js loads this
   file when a visitor is about to search. */
const dialog = document.querySelector(".hub-search");
const searchPage = document.querySelector("[data-hub=search-page]");
// The words of this file are in the page, because they are in the language of the site.
const texts = dialog.querySelector("[role=status]").dataset;
const site = new URL("../../../", import.meta.url);
const worker = new Worker(new URL("search-worker.js", import.meta.url));

const element = (name, ...content) => {
  const made = document.createElement(name);
  made.append(...content);
  return made;
};
const words = (pieces) => pieces.map(([text, isFound]) => (isFound ? element("mark", text) : text));
const linkTo = ({ location, title }) => {
  const made = element("a", ...words(title));
  made.href = new URL(location, site);
  made.dir = "auto";
  made.addEventListener("click", () => dialog.close()); // the link may lead to another place on the same page
  return made;
};
const result = (page) => {
  const made = element("li", linkTo(page));
  if (page.text.length) made.append(Object.assign(element("p", ...words(page.text)), { dir: "auto" }));
  if (page.sections.length) made.append(element("ul", ...page.sections.map((section) => element("li", linkTo(section)))));
  return made;
};

const summary = ({ total, isWhole }, shown) => {
  if (!total) return texts.none;
  const found = (isWhole ? texts.found : texts.most).replace("%(number)s", total);
  return total > shown ? `${found} ${texts.first.replace("%(number)s", shown)}` : found;
};

let isReady = false; // on a slow connection, the index takes a while
worker.addEventListener("message", () => { isReady = true; });

const AT_ONCE = 8; // results, until the visitor asks for more

/* Searches for what is typed in the field of a box, and shows the results there. `typed` is called with each text. */
function attach(box, typed) {
  const field = box.querySelector("input[type=search]");
  const list = box.querySelector("ol");
  const said = box.querySelector("[role=status]");
  const more = box.querySelector("[data-hub=search-more]");
  const invitation = said.textContent;
  let waiting = []; // found pages that are not in the list yet
  let found = {};
  const grow = () => {
    list.append(...waiting.splice(0, AT_ONCE).map(result));
    more.hidden = !waiting.length;
    said.textContent = found.text ? summary(found, list.children.length) : invitation;
  };
  const show = (answer) => {
    if (answer.text !== field.value.trim()) return; // the visitor has typed more
    found = answer;
    waiting = [...(answer.pages || [])];
    list.replaceChildren();
    grow();
    if (answer.isBroken) said.textContent = texts.broken;
    list.dataset.words = answer.text; // the text that the results belong to
  };
  more.addEventListener("click", () => {
    const before = list.children.length;
    grow();
    list.children[before].querySelector("a").focus();
  });
  const ask = () => {
    const text = field.value.trim();
    typed(text);
    if (!text) return show({ text });
    if (!isReady) said.textContent = texts.looking;
    worker.postMessage(text);
  };
  worker.addEventListener("message", ({ data }) => show(data));
  worker.addEventListener("error", () => show({ text: field.value.trim(), isBroken: true }));
  field.addEventListener("input", ask);
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [field, ...list.querySelectorAll("a")];
    if (!step || !stops.includes(document.activeElement)) return;
    event.preventDefault();
    stops.at((stops.indexOf(document.activeElement) + step) % stops.length).focus();
  });
  return { field, list, ask };
}

const withText = (text) => (text ? `?${new URLSearchParams({ q: text })}` : "");
const link = dialog.querySelector("[data-hub=search-link]");
const linked = link.getAttribute("href");
const { field, list, ask } = attach(dialog, (text) => link.setAttribute("href", linked + withText(text)));
field.form.addEventListener("submit", () => list.querySelector("a")?.click());
ask(); // text that was typed while this file was loading

if (searchPage) {
  const own = attach(searchPage, (text) => history.replaceState(null, "", location.pathname + withText(text)));
  own.field.value = new URLSearchParams(location.search).get("q") ?? "";
  own.field.form.addEventListener("submit", (event) => { event.preventDefault(); own.ask(); });
  own.ask();
}
