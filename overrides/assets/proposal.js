/* The parts of a proposal that do not need the page: the dates of a rhythm, its words, and the block in an email. */

const DAY = 86_400_000;
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const NTH = ["", "1st", "2nd", "3rd", "4th"];
export const MOST_DATES = 1000;

const read = (iso) => new Date(`${iso}T00:00:00Z`);
const write = (date) => date.toISOString().slice(0, 10);
const later = (date, days) => new Date(date.getTime() + days * DAY);

/* The position of a day among the same weekdays of its month, 1 to 5, and whether it is the last. */
const place = (date) => ({
  nth: Math.ceil(date.getUTCDate() / 7),
  isLast: later(date, 7).getUTCMonth() !== date.getUTCMonth(),
});

/* The rhythms that a series can have from its first date on. */
export const rhythms = (first) => {
  const { nth, isLast } = place(read(first));
  return ["once", "weekly", "fortnightly", ...(nth < 5 ? ["nth"] : []), ...(isLast ? ["last"] : []), "words"];
};

/* The position of the first date among the same weekdays of its month: 1 to 5. */
export const nth = (first) => place(read(first)).nth;

/* The rhythm in the words of the data files; empty for an event that takes place once. */
export const wording = (rhythm, first) => {
  const date = read(first);
  const weekday = WEEKDAYS[date.getUTCDay()];
  return {
    weekly: `weekly on ${weekday}`,
    fortnightly: `every 2 weeks on ${weekday}`,
    nth: `monthly on the ${NTH[place(date).nth]} ${weekday}`,
    last: `monthly on the last ${weekday}`,
  }[rhythm] || "";
};

const inMonth = (year, month, weekday, which) => {
  if (which === "last") {
    const last = new Date(Date.UTC(year, month + 1, 0));
    return later(last, -((last.getUTCDay() - weekday + 7) % 7));
  }
  const first = new Date(Date.UTC(year, month, 1));
  return later(first, ((weekday - first.getUTCDay() + 7) % 7) + 7 * (which - 1));
};

/* The dates of a rhythm from the first day to the last possible day. Without a last day, a limited number of dates. */
export const occurrences = (rhythm, first, until = "") => {
  const start = read(first);
  if (rhythm === "once") return [first];
  const found = [];
  const which = rhythm === "last" ? "last" : place(start).nth;
  for (let step = 0; found.length < (until ? MOST_DATES : 60); step += 1) {
    const date = rhythm === "weekly" || rhythm === "fortnightly"
      ? later(start, step * (rhythm === "weekly" ? 7 : 14))
      : inMonth(start.getUTCFullYear(), start.getUTCMonth() + step, start.getUTCDay(), which);
    const iso = write(date);
    if (until && iso > until) break;
    found.push(iso);
  }
  return found;
};

/* The dates that are in a break, each with the name of the break. `daysOff` has a first day, a last day, and a name. */
export const hits = (dates, daysOff) =>
  dates.flatMap((date) => {
    const off = daysOff.find(([from, to]) => from <= date && date <= to);
    return off ? [[date, off[2]]] : [];
  });

/* The dates on which a series takes place. */
export const meetings = (dates, daysOff, isSkipping) => {
  const off = new Set(isSkipping ? hits(dates, daysOff).map(([date]) => date) : []);
  return dates.filter((date) => !off.has(date));
};

const CRC = Uint32Array.from({ length: 256 }, (_, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

const checksum = (bytes) => {
  let value = 0xffffffff;
  for (const byte of bytes) value = CRC[(value ^ byte) & 255] ^ (value >>> 8);
  return ((value ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
};

/* The block that the receiver finds in the text of an email, however email programs wrap it. */
export const block = (proposal) => {
  const bytes = new TextEncoder().encode(JSON.stringify(proposal));
  let letters = "";
  for (let start = 0; start < bytes.length; start += 3000) {
    letters += btoa(String.fromCharCode(...bytes.subarray(start, start + 3000)));
  }
  letters = letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return ["[affinity-hub proposal 1:", ...letters.match(/.{1,60}/g), `:${checksum(bytes)}]`].join("\n");
};
