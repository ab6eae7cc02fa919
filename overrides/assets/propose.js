/* The form of a proposal: fills in known values, checks the answers, and turns them into an email, a message, or a
   form on GitHub. Nothing is sent before the visitor presses a button, and nothing is stored. */
import { block, hits, meetings, nth, occurrences, rhythms, wording } from "./proposal.js";

const form = document.querySelector("[data-hub=propose]");
const part = (name) => form.querySelector(`[data-hub=${name}]`);
const state = part("state");
const errors = part("errors");
const name = form.dataset.form;
const filled = (text, fields) => text.replace(/%\((\w+)\)s/g, (_, key) => fields[key]);
const made = (tag, fields = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), fields);
  element.append(...children);
  return element;
};

const answer = await fetch(new URL("../../../propose/forms.json", import.meta.url));
if (!answer.ok) throw new Error(answer.status);
const known = await answer.json();
const { words, language: tag } = known;
const inWords = (iso) => new Intl.DateTimeFormat(tag, { dateStyle: "full", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));
const { title, fields } = known.forms[name];
const asked = new URLSearchParams(location.search);
const box = (id) => form.querySelector(`[data-field=${id}]`);
const controls = (id) => [...form.querySelectorAll(`[name=${id}]`)];
const value = (id) => {
  const [first] = controls(id);
  if (!first) return "";
  if (first.type === "radio") return controls(id).find((one) => one.checked)?.value || "";
  if (first.type === "checkbox") return first.checked ? first.value : "";
  return first.value.trim();
};
const rhythm = () => value("rhythm");
const isDateUnknown = () => Boolean(controls("date_unknown")[0]?.checked);

/* Closed lists. A hidden entry is in no list, so its list gets the id from the address of the form. */
const offer = (select, lists) => {
  select.append(...lists.map(([label, options]) =>
    made("optgroup", { label }, ...options.map(([id, text]) => made("option", { value: id, textContent: text })))));
};
const choose = (id, wanted) => {
  const all = controls(id);
  if (all[0].tagName === "SELECT" && ![...all[0].options].some((one) => one.value === wanted)) {
    if ((id === "date" && known.dates[value("event")]) || !/^[a-z0-9-]{1,64}$/.test(wanted)) return;
    all[0].append(made("option", { value: wanted, textContent: wanted }));
  }
  if (all[0].type === "radio") {
    const found = all.find((one) => one.value === wanted);
    if (found) found.checked = true;
  } else if (all[0].type !== "checkbox") all[0].value = wanted;
};
const offerDates = () => {
  const [select] = controls("date");
  const dates = known.dates[value("event")] || [];
  select.replaceChildren(select.options[0], ...dates.map(([iso, moved = iso]) => made("option", { value: iso, textContent: inWords(moved) })));
};
for (const { id, records } of fields) {
  if (records && records !== "places" && records !== "dates") offer(controls(id)[0], known.records[records]);
}
form.querySelector("#places")?.append(...known.places.map((place) => made("option", { value: place })));
for (const { id } of fields) {
  if (asked.has(id) && id !== "date") choose(id, asked.get(id));
}
if (name === "cancel-or-move") offerDates();
if (asked.has("date") && controls("date")[0]) choose("date", asked.get("date"));

/* The answers decide which questions are asked. */
const isSeries = () => rhythm() !== "once" && !isDateUnknown();
const isAsked = ({ id, if_what: after }) => {
  if (after.length) return after.includes(value("what"));
  if (name !== "add-event") return true;
  if (id === "until" || id === "days_off") return isSeries();
  return !(isDateUnknown() && (id === "start" || id === "end" || id === "repeats"));
};
const isNeeded = (field) => field.required || (field.id === "days_off" && isAsked(field));
const follow = () => {
  for (const field of fields) box(field.id).hidden = !isAsked(field);
  if (name === "add-event") controls("date")[0].disabled = isDateUnknown();
};

/* The schedule: the rhythms that fit the first date, the next three dates, and the days off among them. */
let hasOwnEnd = false;
const plan = () => {
  const date = value("date");
  const output = part("dates");
  output.replaceChildren();
  form.querySelector("[data-rhythm=words]").hidden = rhythm() !== "words";
  if (!date) return;
  const possible = rhythms(date);
  const weekday = new Intl.DateTimeFormat(tag, { weekday: "long", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
  for (const choice of controls("rhythm")) {
    choice.parentElement.hidden = !possible.includes(choice.value);
    const text = words[choice.value === "nth" ? `nth${nth(date)}` : choice.value];
    if (text) choice.nextElementSibling.textContent = filled(text, { weekday });
    if (choice.checked && choice.parentElement.hidden) controls("rhythm")[0].checked = true;
  }
  const [until] = controls("until");
  if (isSeries() && !hasOwnEnd) until.value = known.year_ends.find((day) => day > date) || "";
  if (rhythm() === "once" || rhythm() === "words") return;
  const all = occurrences(rhythm(), date, until.value);
  const off = hits(all, known.days_off);
  const isSkipping = value("days_off").startsWith("skip");
  const left = meetings(all, known.days_off, isSkipping);
  const say = (text, days) => output.append(
    made("p", { textContent: text }), made("ul", {}, ...days.map((day) => made("li", { textContent: day }))));
  if (left.length) say(words.next, left.slice(0, 3).map(inWords));
  else output.append(made("p", { textContent: words.none_left }));
  if (off.length) say(isSkipping ? words.off_skipped : words.off_kept, off.map(([day, why]) => `${inWords(day)}: ${why}`));
};

/* The answers in the form that the receiver accepts. */
const answers = () => {
  const found = {};
  for (const field of fields.filter(isAsked)) {
    const given = field.id === "repeats"
      ? (rhythm() === "words" ? value("repeats") : wording(rhythm(), value("date")))
      : field.id === "date" && isDateUnknown() ? "to be announced" : value(field.id);
    if (given) found[field.id] = given;
  }
  return found;
};

/* The mistakes, beside the fields and in a summary. */
const complaint = (field, given) => {
  const { id, label, control, most } = field;
  const [first] = controls(id);
  if (first?.validity?.badInput) return filled(words.invalid, { label });
  if (!given) {
    const isMissing = isNeeded(field) || (id === "repeats" && rhythm() === "words" && isAsked(field));
    if (!isMissing) return "";
    const text = control === "box" ? words.missing_tick : control === "select" || control === "radios" ? words.missing_choice : words.missing;
    return filled(text, { label });
  }
  const { length } = [...given];
  if (most && length > most) return filled(words.long, { label, number: length, most });
  if (first.type === "url" && !/^https:\/\/[^\s/]+\.[^\s]+$/.test(given)) return filled(words.invalid, { label });
  if (id === "contact" && !/^(https:\/\/\S+|[^\s@]+@[^\s@]+\.[^\s@]+)$/.test(given)) return filled(words.invalid, { label });
  if (id === "until" && given < value("date")) return filled(words.order, { label });
  return "";
};
const check = () => {
  const given = answers();
  const found = [];
  for (const field of fields) {
    const why = isAsked(field) ? complaint(field, given[field.id] || "") : "";
    const message = form.querySelector(`#f-${field.id}-error`);
    message.textContent = why;
    message.hidden = !why;
    for (const control of controls(field.id === "repeats" && rhythm() !== "words" ? "rhythm" : field.id)) {
      if (control.type !== "radio") control.setAttribute("aria-invalid", Boolean(why));
    }
    if (why) found.push([field.id, why]);
  }
  const links = found.map(([id, why]) => {
    const link = made("a", { href: `#f-${id}`, textContent: why });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      controls(id)[0].focus();
    });
    return made("li", {}, link);
  });
  errors.hidden = !found.length;
  if (found.length) {
    const heading = found.length > 1 ? filled(words.wrong, { number: found.length }) : words.wrong_one;
    errors.replaceChildren(made("h2", { textContent: heading }), made("ul", {}, ...links));
    errors.focus();
  }
  return !found.length;
};

/* The three ways. */
let isDraft = false;
const proposal = () => ({ form: name, version: known.version, answers: answers() });
const labelOf = (id, text) => {
  const [first] = controls(id);
  if (first?.tagName === "SELECT" && first.selectedOptions[0]?.value === text) return first.selectedOptions[0].textContent;
  return text;
};
const show = (way) => {
  for (const one of form.querySelectorAll(".hub-propose__result")) one.hidden = one !== way;
  way.querySelector("h2").focus();
};
const ways = {
  mail() {
    const sent = proposal();
    const lines = fields.filter(({ id }) => sent.answers[id]).map(({ id, label }) => `${label}: ${labelOf(id, sent.answers[id])}`);
    const text = [title, "", ...lines, "", words.mail_top, "", block(sent), ""].join("\n");
    const subject = filled(words.subject, { title });
    const body = encodeURIComponent(text.replaceAll("\n", "\r\n"));
    part("mailto").href = `mailto:${known.ways.mail}?subject=${encodeURIComponent(subject)}&body=${body}`;
    form.querySelector("#mail-text").value = text;
    show(part("mail"));
  },
  async endpoint() {
    const buttons = [...form.querySelectorAll("[type=submit]")];
    for (const button of buttons) button.disabled = true;
    state.textContent = words.sending;
    try {
      const sent = await fetch(known.ways.endpoint, {
        method: "POST", body: JSON.stringify(proposal()), headers: { "Content-Type": "text/plain;charset=UTF-8" },
        credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store",
      });
      if (sent.ok) {
        isDraft = false;
        state.textContent = words.sent;
        state.tabIndex = -1;
        for (const field of fields) box(field.id).hidden = true;
        part("ways").hidden = true;
        state.focus();
        return;
      }
      state.textContent = filled(words.refused, { status: sent.status });
    } catch {
      state.textContent = words.failed;
    }
    for (const button of buttons) button.disabled = false;
  },
  github() {
    const query = new URLSearchParams({ template: `${name}.yml`, ...answers() });
    query.delete("agreed");
    part("github-link").href = `${known.ways.github}?${query}`.replaceAll("+", "%20");
    show(part("github"));
  },
};
form.addEventListener("submit", (event) => {
  event.preventDefault();
  state.textContent = "";
  for (const one of form.querySelectorAll(".hub-propose__result")) one.hidden = true;
  if (check()) ways[event.submitter.value]();
});

const changed = (event) => {
  if (event.target.name === "event") offerDates();
  if (event.target.name === "until") hasOwnEnd = Boolean(event.target.value);
  follow();
  if (name === "add-event") plan();
};
form.addEventListener("input", (event) => {
  isDraft = true;
  changed(event);
});
form.addEventListener("click", (event) => { // from here on, the email program or GitHub has the text, too
  if (event.target.closest("[data-hub=mailto], [data-hub=github-link], .hub-copy")) isDraft = false;
});
form.addEventListener("keydown", (event) => { // only a button sends
  if (event.key === "Enter" && event.target.matches("input, select")) event.preventDefault();
});
addEventListener("beforeunload", (event) => { if (isDraft) event.preventDefault(); });
follow();
if (name === "add-event") plan();
for (const button of form.querySelectorAll("[type=submit]")) button.disabled = false;
form.dataset.ready = "";
