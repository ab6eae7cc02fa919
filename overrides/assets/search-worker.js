/* Finds pages by words. It runs beside the page, so that typing never waits for it. It reads the search index once. The
   words that a visitor types stay in the browser.

   Each word, or each phrase that the index has synonyms for, is a term. A term is found on a page as a whole word, as
   the beginning of a word, as another form of it, or through a synonym. For a term that is on no page, it looks for
   words that differ in one or two letters. The answer has the pages with all terms, or with most terms if no page has
   all, and the pages with a term in their title. Names count most, then titles, then text. Rare terms count more than
   common terms. Groups come before events, and events before other pages. Accents and capitals make no difference. */
"use strict";
const SHOWN = 30; // pages in an answer
const SNIPPET = 180; // letters of text beside a page
const WEIGHT = { name: 20, title: 10, text: 1 };
const LESS = { section: 0.6, beginning: 0.5, form: 0.4, synonym: 0.6, typo: 0.3 };
const WHOLE_TITLE = 1.5; // the factor for a term that is a whole title
// Pages of one group, event, or offer come before lists and articles that have the same words.
const RANKS = [[/^groups\/[^/]+\/$/, 1.5], [/^events\/[^/]+\/$/, 1.25], [/^opportunities\/[^/]+\/$/, 1.15]];
// Scripts without spaces between words: here, each of their characters is a word.
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu;
const APOSTROPHES = /[’‘ʻʼʹˈ`´＇]/g;
const HYPHENS = /(?<=[\p{L}\p{N}])[-‐‑](?=[\p{L}\p{N}])/gu;

const pages = []; // the numbers of their entries: first the page itself, then its sections
const ranks = [];
const entries = []; // {location, title, text}
const weights = new Map(); // word → number of an entry → how much the word counts there
const forms = new Map(); // root → words
const synonyms = new Map(); // roots of a word or phrase → lists of words that mean the same
let longest = 1; // words in a phrase that has synonyms
let vocabulary = []; // all words, sorted
let candidates = []; // the words that a typo can mean: the words of pages and synonyms
let letters = new Map(); // letters that are not a plain letter with an accent, such as ø
let separator;
let stopWords;

/* A text in small plain letters: Łódź → lodz, Straße → strasse. */
function fold(text) {
  const plain = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(APOSTROPHES, "'");
  return /^[\0-\x7f]*$/.test(plain) ? plain : plain.replace(/\p{sc=Latin}/gu, (letter) => letters.get(letter) ?? letter);
}
/* The common root of the forms of a word: mentor, mentors, mentoring, mentorship → mentor; colour → color. */
function root(word) {
  const stem = word.replace(/(\p{L}{3,})(?:ships?|ness)$/u, "$1")
    .replace(/^(\p{L}{4,}?)(?:ings?|ed|ers?|ies|es|y)$|^(\p{L}{3,}[^s])s$/u, "$1$2");
  return stem.length > 4 ? stem.replace(/our$/, "or") : stem;
}
/* Words and the text between them, alternately. */
const pieces = (text) => text.replace(UNSPACED, "\u200b$&\u200b").split(separator);
/* The words, folded. Words with an apostrophe also in parts: womens and women find women's, and ecole finds l'école. */
const tokens = (text) => pieces(fold(text)).filter((piece, place) => piece && place % 2 === 0).flatMap((word) => (
  word.includes("'") ? [word.replaceAll("'", ""), ...word.split("'").filter((part) => part.length > 2)].filter(Boolean) : word
));
/* The words, and each word with a hyphen also as one word: selfcare finds self-care. */
const allTokens = (text) => {
  const joined = text.replace(HYPHENS, "");
  return joined === text ? tokens(text) : [...new Set([...tokens(text), ...tokens(joined)])];
};

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
  const named = (name, weight) => { // the fewer words a name has, the more each word counts
    count(allTokens(name), weight * (1 + 1 / tokens(name).length) * (isSection ? LESS.section : 1));
  };
  if (isSection) pages.at(-1).push(entry);
  else {
    pages.push([entry]);
    ranks.push(RANKS.find(([address]) => address.test(location))?.[1] ?? 1);
  }
  entries.push({ location, title, text, size: tokens(title).length });
  for (const name of tags) named(name, WEIGHT.name);
  named(title, WEIGHT.title);
  count(new Set(allTokens(text)), WEIGHT.text);
}

function read({ config, docs }) {
  separator = new RegExp(`((?:${config.separator}|\u200b)+)`);
  letters = new Map(Object.entries(config.letters).flatMap(([plain, all]) => [...all].map((letter) => [letter, plain])));
  stopWords = new Set(config.stop_words.flatMap(tokens));
  for (const doc of docs) add(doc);
  vocabulary = [...weights.keys()].sort();
  for (const word of vocabulary) {
    if (!forms.has(root(word))) forms.set(root(word), []);
    forms.get(root(word)).push(word);
  }
  for (const list of config.synonyms) {
    const phrases = list.map(tokens);
    for (const phrase of phrases) {
      const key = phrase.map(root).join(" ");
      longest = Math.max(longest, phrase.length);
      synonyms.set(key, [...(synonyms.get(key) ?? []), ...phrases.filter((other) => other !== phrase)]);
    }
  }
  candidates = [...new Set([...vocabulary, ...config.synonyms.flat().flatMap(tokens)])].filter((word) => word.length > 3);
}

/* The index of the first word in the vocabulary that does not come before `word`. */
function position(word) {
  let low = 0;
  for (let high = vocabulary.length; low < high;) {
    const middle = (low + high) >> 1;
    if (vocabulary[middle] < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* The weight of a word in each entry that has it. With `isTyped`, entries with a word that begins like it count too. */
function weigh(word, isTyped) {
  const found = new Map();
  const raise = (known, part) => {
    for (const [entry, weight] of weights.get(known)) found.set(entry, Math.max(found.get(entry) ?? 0, weight * part));
  };
  for (const known of forms.get(root(word)) ?? []) raise(known, LESS.form);
  if (!isTyped && weights.has(word)) raise(word, 1);
  for (let place = position(word); isTyped && vocabulary[place]?.startsWith(word); place++) {
    raise(vocabulary[place], vocabulary[place] === word ? 1 : LESS.beginning);
  }
  return found;
}

/* The weight of a phrase in each entry that has all its words: the smallest weight of these words. */
function weighAll(words, isTyped) {
  const [first, ...others] = words.map((word) => weigh(word, isTyped));
  const found = new Map();
  for (const [entry, weight] of first) {
    const least = others.reduce((lowest, other) => Math.min(lowest, other.get(entry) ?? 0), weight);
    const isTitle = least > WEIGHT.text && words.length === entries[entry].size;
    if (least) found.set(entry, isTitle ? least * WHOLE_TITLE : least);
  }
  return found;
}

/* The number of letters that were mistyped, left out, added, or swapped; more than `most` counts as `most` + 1. */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, place) => place)];
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      next[column] = Math.min(last[column] + 1, next[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1));
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        next[column] = Math.min(next[column], before[column - 2] + 1);
      }
    }
    if (Math.min(...next) > most) return most + 1;
    [before, last] = [last, next];
  }
  return last[other.length];
}

/* The nearest words that a word with a typo can mean: juneteeth → juneteenth. A short word can have one wrong letter.
   A longer word can have two if its beginning is right. */
function corrections(word) {
  if (word.length < 4 || /\d/.test(word)) return [];
  let [most, nearest] = [word.length < 7 ? 1 : 2, []];
  for (const known of candidates) {
    const limit = known.startsWith(word.slice(0, 2)) ? most : Math.min(most, 1);
    const wrong = distance(word, known, limit);
    if (wrong > limit) continue;
    if (wrong < most) [most, nearest] = [wrong, []];
    nearest.push(known);
  }
  return nearest;
}

const isKnown = (word) => forms.has(root(word)) || synonyms.has(root(word)) || Boolean(vocabulary[position(word)]?.startsWith(word));

/* The terms in a typed text. A term is a list of ways to find it: [words, weight]. */
function terms(text) {
  const typed = tokens(text);
  const found = [];
  const others = (words, part) => (synonyms.get(words.map(root).join(" ")) ?? []).map((same) => [same, part * LESS.synonym]);
  for (let place = 0; place < typed.length;) {
    let length = Math.min(longest, typed.length - place);
    while (length > 1 && !synonyms.has(typed.slice(place, place + length).map(root).join(" "))) length -= 1;
    const words = typed.slice(place, place + length);
    place += length;
    const telling = words.filter((word) => !stopWords.has(word));
    if (!telling.length && length === 1) continue;
    const [word] = words;
    if (length > 1) found.push([[telling.length ? telling : words, 1], ...others(words, 1)]);
    else if (isKnown(word)) found.push([[words, 1], ...others(words, 1)]);
    else {
      const meant = corrections(word);
      found.push([[words, 1], ...meant.flatMap((known) => [[[known], LESS.typo], ...others([known], LESS.typo)])]);
    }
  }
  if (!found.length) return typed.map((word) => [[[word], 1]]);
  const joined = tokens(text.replace(HYPHENS, ""));
  return joined.length < typed.length && joined.every((word) => weights.has(word)) ? joined.map((word) => [[[word], 1]]) : found;
}

function find(text) {
  const asked = terms(text);
  const had = new Uint8Array(pages.length); // the number of found terms
  const isNamed = new Uint8Array(pages.length); // whether a term is in the title or in another name
  const scores = new Float64Array(pages.length);
  const sections = new Float64Array(entries.length);
  const words = new Set();
  for (const ways of asked) {
    const found = new Float64Array(entries.length);
    for (const [same, part] of ways) {
      const all = weighAll(same, part === 1);
      if (all.size) for (const word of same) words.add(word);
      for (const [entry, weight] of all) found[entry] = Math.max(found[entry], weight * part);
    }
    const best = pages.map((own) => own.reduce((most, entry) => Math.max(most, found[entry]), 0));
    const rare = Math.log(1 + pages.length / (1 + best.filter(Boolean).length));
    best.forEach((weight, page) => {
      if (!weight) return;
      had[page] += 1;
      scores[page] += weight * rare * ranks[page];
      if (weight > WEIGHT.title * LESS.beginning) isNamed[page] = 1;
    });
    found.forEach((weight, entry) => { sections[entry] += weight * rare; });
  }
  const most = had.reduce((one, other) => Math.max(one, other), 0);
  had.forEach((count, page) => { scores[page] *= (count / asked.length) ** 2; });
  const order = [...pages.keys()].filter((page) => had[page] && (had[page] === most || isNamed[page]))
    .sort((one, other) => scores[other] - scores[one]);
  return {
    total: order.length,
    isWhole: most === asked.length,
    pages: order.slice(0, SHOWN).map((page) => told(pages[page], sections, [...words])),
  };
}
/* A page in an answer: the text of its best entry, and its best sections. */
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

/* A text in pieces, each of which says whether it is a found word. */
function marked(text, words) {
  const roots = words.map(root);
  const isFound = (word) => roots.some((start, place) => (
    word.startsWith(start) && (word.startsWith(words[place]) || root(word) === start)
  ));
  return pieces(text).map((piece) => [piece.replaceAll("\u200b", ""), tokens(piece).some(isFound)]);
}

/* The part of a text around its first found word. */
function snippet(text, words) {
  const all = marked(text, words);
  const start = Math.max(0, all.findIndex(([, isFound]) => isFound) - 12);
  let end = start;
  for (let length = 0; end < all.length && length < SNIPPET; end++) length += all[end][0].length;
  return [...(start ? [["… ", false]] : []), ...all.slice(start, end), ...(end < all.length ? [[" …", false]] : [])];
}

const ready = fetch(new URL("../../../search/search_index.json", location)).then((answer) => answer.json()).then(read);

addEventListener("message", async ({ data }) => {
  try {
    await ready;
    postMessage({ text: data, ...find(data) });
  } catch {
    postMessage({ text: data, isBroken: true });
  }
});
