// Judgement of practice answers in the same way as on the server, from `QuestionType.rule`.
// A test compares both, type by type.
(() => {
  "use strict";
  const LONGEST = 250; // maximum characters of a text or a gap
  const NUMBER = 40;
  const WRITTEN = /^[+-]?[0-9][0-9 \u00a0\u202f]*(?:[.,][0-9]+)?$/;
  // White space as defined by Python, which differs slightly from JavaScript's.
  const SPACE = "[\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
  const SPACES = new RegExp(`${SPACE}+`, "gu");
  const ENDS = new RegExp(`^${SPACE}+|${SPACE}+$`, "gu");
  const PARTS = 10000n; // a share has four decimals

  /** An invalid answer: `field` is the kind of field at fault. */
  class NoAnswer extends Error {
    constructor(field) {
      super(field);
      this.field = field;
    }
  }

  const strip = (text) => text.replace(ENDS, "");
  const length = (text) => [...text].length;

  // Lower and upper case of a letter are equal; the dotless ı stays itself.
  const fold = (text) =>
    Array.from(text, (one) => (one === "ı" ? one : one.toLowerCase().toUpperCase().toLowerCase())).join("");

  /** Return `text` without differences that do not matter between words. */
  const plain = (text) => {
    const folded = fold(text.normalize("NFKC")).replaceAll("ё", "е");
    const even = folded.replace(/[‐‑‒–—−]/gu, "-").replace(/[«»“”„‟"'’‘`]/gu, "");
    return even.replace(SPACES, " ").replace(/^[ .]+|[ .]+$/gu, "");
  };

  const single = (fields, name) => {
    const values = fields[name] ?? [];
    if (values.length > 1) throw new NoAnswer(name);
    return values.length ? strip(values[0]) : "";
  };

  const refuseOthers = (fields, prefix, known, at = prefix) => {
    for (const name of Object.keys(fields)) {
      if (name.startsWith(`${prefix}-`) && !known.includes(name)) throw new NoAnswer(at);
    }
  };

  /** Return `right` of `total` as a share, rounded up to four decimals, as text. */
  const shareOf = (right, total) => {
    if (right <= 0) return "0";
    if (right >= total) return "1";
    const parts = (BigInt(right) * PARTS + BigInt(total) - 1n) / BigInt(total);
    return `0.${String(parts).padStart(4, "0")}`;
  };

  const count = (verdicts) => Object.values(verdicts).filter(Boolean).length;

  /** Return a decimal number as an integer, shifted by `places`. */
  const scaled = (text, places) => {
    const [whole, rest = ""] = text.replace("+", "").split(".");
    return BigInt(whole + rest.padEnd(places, "0"));
  };

  const kinds = {
    choices(rule, fields) {
      const chosen = new Set(fields.choice ?? []);
      const found = rule.choices.filter((one) => chosen.has(one));
      const isTooMany = found.length > 1 && !rule.several;
      if (found.length !== chosen.size || isTooMany) throw new NoAnswer("choice");
      if (!found.length) return null;
      const verdicts = Object.fromEntries(found.map((one) => [one, rule.right.includes(one)]));
      const hits = count(verdicts);
      const misses = found.length - hits;
      const isWhole = hits === rule.right.length && !misses;
      const part = rule.parts ? shareOf(hits - misses, rule.right.length) : "0";
      return { share: isWhole ? "1" : part, verdicts };
    },

    pairs(rule, fields) {
      const given = {};
      for (const left of rule.left) given[left] = single(fields, `pair-${left}`);
      refuseOthers(fields, "pair", rule.left.map((left) => `pair-${left}`));
      const values = Object.values(given).filter(Boolean);
      if (values.some((one) => !rule.right.includes(one))) throw new NoAnswer("pair");
      if (!values.length) return null;
      const pairs = Object.entries(rule.pairs);
      const verdicts = Object.fromEntries(pairs.map(([left, right]) => [`pair-${left}`, given[left] === right]));
      return { share: shareOf(count(verdicts), pairs.length), verdicts };
    },

    order(rule, fields) {
      const names = rule.order.map((_one, place) => `place-${place + 1}`);
      const given = names.map((name) => single(fields, name));
      refuseOthers(fields, "place", names);
      if (given.some((one) => one && !rule.order.includes(one))) throw new NoAnswer("place");
      if (!given.some(Boolean)) return null;
      const verdicts = Object.fromEntries(names.map((name, place) => [name, given[place] === rule.order[place]]));
      return { share: shareOf(count(verdicts), names.length), verdicts };
    },

    gaps(rule, fields) {
      const gaps = Object.keys(rule.choices);
      refuseOthers(fields, "gap", gaps.map((gap) => `gap-${gap}`), "choice");
      const given = Object.fromEntries(gaps.map((gap) => [gap, single(fields, `gap-${gap}`)]));
      for (const [gap, value] of Object.entries(given)) {
        const choices = rule.choices[gap];
        if (value && choices.length && !choices.includes(value)) throw new NoAnswer("choice");
        if (length(value) > LONGEST || value.includes("\0")) throw new NoAnswer("gap");
      }
      if (!Object.values(given).some(Boolean)) return null;
      const fits = (value, wanted) =>
        typeof wanted === "string" ? value === wanted : wanted.includes(plain(value));
      const wanted = Object.entries(rule.gaps);
      const verdicts = Object.fromEntries(wanted.map(([gap, one]) => [`gap-${gap}`, fits(given[gap], one)]));
      return { share: shareOf(count(verdicts), wanted.length), verdicts };
    },

    number(rule, fields) {
      let typed = single(fields, "number");
      if (!typed) return null;
      if (rule.unit && fold(typed).endsWith(fold(rule.unit))) {
        typed = strip([...typed].slice(0, -length(rule.unit)).join(""));
      }
      if (typed.length > NUMBER || !WRITTEN.test(typed)) throw new NoAnswer("number");
      const given = typed.replace(SPACES, "").replace(",", ".");
      const places = Math.max(...[given, rule.value, rule.tolerance].map((one) => (one.split(".")[1] ?? "").length));
      const far = scaled(given, places) - scaled(rule.value, places);
      const isRight = (far < 0n ? -far : far) <= scaled(rule.tolerance, places);
      return { share: isRight ? "1" : "0", verdicts: { number: isRight } };
    },

    words(rule, fields) {
      const typed = single(fields, "text");
      if (length(typed) > LONGEST || typed.includes("\0")) throw new NoAnswer("text");
      if (!typed) return null;
      const isRight = rule.accepted.includes(plain(typed));
      return { share: isRight ? "1" : "0", verdicts: { text: isRight } };
    },
  };

  /**
   * Return the value of an answer: `{share, verdicts}`; null without one.
   *
   * `fields` is the form data: names to lists of values. `{refused}` names the field of an
   * invalid answer.
   */
  const judge = (rule, fields) => {
    try {
      return kinds[rule.kind](rule, fields);
    } catch (error) {
      if (error instanceof NoAnswer) return { refused: error.field };
      throw error;
    }
  };

  globalThis.judging = { judge, plain, fold };
})();
