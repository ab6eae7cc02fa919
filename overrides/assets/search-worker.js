/* Finds pages by words. It runs beside the page, so that typing never waits for it, and reads the search index once: what is
   typed stays in the browser.

   A page is found if all the words are on it, each as the beginning of a word there or in another of its forms; if none has
   all of them, those that have most. Names count most, then titles, then text; whole words count more than beginnings, rare
   words more than common ones. Accents and capitals make no difference. */
"use strict";
const SHOWN = 30; // pages told in an answer
const SNIPPET = 180; // letters of text beside a page
const WEIGHT = { name: 20, title: 10, text: 1 };
const LESS = { section: 0.6, beginning: 0.5, form: 0.4 };
// Scripts that set no spaces between words: each of their signs is a word here.
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu;

const pages = []; // the numbers of their entries; the first is the page itself, the others its sections
const entries = []; // {location, title, text}
const weights = new Map(); // word → number of an entry → how much the word counts there
const forms = new Map(); // root → words
let vocabulary = []; // all words, sorted
let separator;

const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("’", "'").toLowerCase();
/* What the forms of a word have in common: meeting, meetings -> meet. */
const root = (word) => word.replace(/^(\p{L}{4,}?)(?:ings?|ed|ies|es|y)$|^(\p{L}{3,}[^s])s$/u, "$1$2");
/* Words and what is between them, in turns. */
const pieces = (text) => text.replace(UNSPACED, "\u200b$&\u200b").split(separator);
/* The words, folded. With an apostrophe also in parts: women's is found by womens and by women, l'école by ecole. */
const tokens = (text) => pieces(fold(text)).filter((piece, place) => piece && place % 2 === 0).flatMap((word) => (
  word.includes("'") ? [word.replaceAll("'", ""), ...word.split("'").filter((part) => part.length > 2)].filter(Boolean) : word
));

function add({ location, title, text, tags = [] }) {
  const entry = entries.length;
  const isSection = entry > 0 && location.includes("#") && location.startsWith(entries[pages.at(-1)[0]].location + "#");
  const count = (words, weight) => {
    for (const word of words) {
      if (!weights.has(word)) weights.set(word, new Map());
      const known = weights.get(word);
      if (!(known.get(entry) >= weight)) known.set(entry, weight);
    }
  };
  const named = (name, weight) => { // the fewer words a name has, the more each of them says
    const words = tokens(name);
    count(words, weight * (1 + 1 / words.length) * (isSection ? LESS.section : 1));
  };
  if (isSection) pages.at(-1).push(entry);
  else pages.push([entry]);
  entries.push({ location, title, text });
  for (const name of tags) named(name, WEIGHT.name);
  named(title, WEIGHT.title);
  count(new Set(tokens(text)), WEIGHT.text);
}

function read({ config, docs }) {
  separator = new RegExp(`((?:${config.separator}|\u200b)+)`);
  for (const doc of docs) add(doc);
  vocabulary = [...weights.keys()].sort();
  for (const word of vocabulary) {
    if (!forms.has(root(word))) forms.set(root(word), []);
    forms.get(root(word)).push(word);
  }
}

/* How much a word that was typed counts in each entry. */
function weigh(word) {
  const found = new Float64Array(entries.length);
  const raise = (known, part) => {
    for (const [entry, weight] of weights.get(known)) found[entry] = Math.max(found[entry], weight * part);
  };
  for (const known of forms.get(root(word)) || []) raise(known, LESS.form);
  let low = 0;
  for (let high = vocabulary.length; low < high;) {
    const middle = (low + high) >> 1;
    if (vocabulary[middle] < word) low = middle + 1;
    else high = middle;
  }
  for (; vocabulary[low]?.startsWith(word); low++) raise(vocabulary[low], vocabulary[low] === word ? 1 : LESS.beginning);
  return found;
}

function find(text) {
  const words = [...new Set(tokens(text))];
  const had = new Uint8Array(pages.length); // how many of the words
  const scores = new Float64Array(pages.length);
  const sections = new Float64Array(entries.length);
  for (const word of words) {
    const found = weigh(word);
    const best = pages.map((own) => own.reduce((most, entry) => Math.max(most, found[entry]), 0));
    const rare = Math.log(1 + pages.length / (1 + best.filter(Boolean).length));
    best.forEach((weight, page) => { if (weight) { had[page] += 1; scores[page] += weight * rare; } });
    found.forEach((weight, entry) => { sections[entry] += weight * rare; });
  }
  const most = had.reduce((one, other) => Math.max(one, other), 0);
  const order = most ? [...pages.keys()].filter((page) => had[page] === most).sort((one, other) => scores[other] - scores[one]) : [];
  return {
    total: order.length,
    isWhole: most === words.length,
    pages: order.slice(0, SHOWN).map((page) => told(pages[page], sections, words)),
  };
}

/* A page as an answer tells it: the text with the best of its entries, and its best sections. */
function told([first, ...others], scores, words) {
  const better = (one, other) => scores[other] - scores[one];
  const found = others.filter((entry) => scores[entry]).sort(better);
  const [best] = [first, ...found].sort(better);
  const { location, title } = entries[first];
  return {
    location,
    title: marked(title, words),
    text: snippet(entries[best].text || entries[first].text, words),
    sections: found.slice(0, 3).map((entry) => ({ location: entries[entry].location, title: marked(entries[entry].title, words) })),
  };
}

/* A text in pieces; each says whether it is one of the words. */
function marked(text, words) {
  const roots = words.map(root);
  const isFound = (word) => roots.some((start, place) => (
    word.startsWith(start) && (word.startsWith(words[place]) || root(word) === start)
  ));
  return pieces(text).map((piece) => [piece.replaceAll("\u200b", ""), tokens(piece).some(isFound)]);
}

/* As much of a text as stands around the first of the words in it. */
function snippet(text, words) {
  const all = marked(text, words);
  const start = Math.max(0, all.findIndex(([, isFound]) => isFound) - 12);
  let end = start;
  for (let length = 0; end < all.length && length < SNIPPET; end++) length += all[end][0].length;
  return [...(start ? [["… ", false]] : []), ...all.slice(start, end), ...(end < all.length ? [[" …", false]] : [])];
}

const ready = fetch(new URL("../search/search_index.json", location)).then((answer) => answer.json()).then(read);

addEventListener("message", async ({ data }) => {
  try {
    await ready;
    postMessage({ text: data, ...find(data) });
  } catch {
    postMessage({ text: data, isBroken: true });
  }
});
