/* Shows what the search finds, as one types. It is fetched when somebody is about to search (hub.js). */
const box = document.querySelector(".hub-search");
const field = box.querySelector("input");
const list = box.querySelector("ol");
const said = box.querySelector("[role=status]");
const invitation = said.textContent;
const site = new URL("../", import.meta.url);
const worker = new Worker(new URL("search-worker.js", import.meta.url));

const element = (name, ...content) => {
  const made = document.createElement(name);
  made.append(...content);
  return made;
};
const words = (pieces) => pieces.map(([text, isFound]) => (isFound ? element("mark", text) : text));
const link = ({ location, title }) => {
  const made = element("a", ...words(title));
  made.href = new URL(location, site);
  made.dir = "auto";
  made.addEventListener("click", () => box.close()); // it may lead to another place on the same page
  return made;
};
const result = (page) => {
  const made = element("li", link(page));
  if (page.text.length) made.append(Object.assign(element("p", ...words(page.text)), { dir: "auto" }));
  if (page.sections.length) made.append(element("ul", ...page.sections.map((section) => element("li", link(section)))));
  return made;
};

const summary = ({ total, isWhole, pages }) => {
  if (!total) return "No page has this. Try fewer letters, or another word.";
  const count = total === 1 ? "1 page" : `${total} pages`;
  const found = isWhole ? `${count} found.` : `No page has all of these words. ${count} with most of them:`;
  return total > pages.length ? `${found} These are the first ${pages.length}; another word finds fewer.` : found;
};

let isReady = false; // on a slow connection, the index takes a while
const ask = () => {
  const text = field.value.trim();
  if (!text) return show({ text });
  if (!isReady) said.textContent = "Looking…";
  worker.postMessage(text);
};
const show = (answer) => {
  if (answer.text !== field.value.trim()) return; // somebody typed on
  if (answer.isBroken) said.textContent = said.dataset.broken;
  else said.textContent = answer.text ? summary(answer) : invitation;
  list.replaceChildren(...(answer.pages || []).map(result));
  list.dataset.words = answer.text; // what is shown belongs to these
};

worker.addEventListener("message", ({ data }) => { isReady = true; show(data); });
worker.addEventListener("error", () => show({ text: field.value.trim(), isBroken: true }));
field.addEventListener("input", ask);
field.form.addEventListener("submit", () => list.querySelector("a")?.click());
box.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = [field, ...list.querySelectorAll("a")];
  event.preventDefault();
  stops.at((stops.indexOf(document.activeElement) + step) % stops.length).focus();
});
ask(); // what was typed while this was on its way
