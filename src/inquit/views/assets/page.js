
"use strict";
// Joins the copy and the list. A statement is known by its number: the parts of
// the copy name theirs in data attributes, and its two links, the call in the
// copy and the number in the list, are what the keyboard stops at. All of it is
// marked by attributes; the style sheet draws them, since the page's policy
// lets nothing else be styled.
(() => {
  const DRAWN = ["source", "cue", "content"]; // what is drawn always; the rest only when it is lit
  const ROLES = [...DRAWN, "addressee", "time", "place", "channel", "evidence"];
  const STATEMENT_LINK = "a.call, a.number";

  const copy = document.getElementById("copy");
  const list = document.getElementById("statements");
  const live = document.getElementById("live");

  const title = document.getElementById("statements-title");
  const filters = document.getElementById("filters");

  const numbersOf = (element, name) => (element.dataset[name] ?? "").split(" ").filter(Boolean);

  function gathered(elements, ...names) {
    const of = new Map();
    for (const element of elements) {
      for (const number of new Set(names.flatMap((name) => numbersOf(element, name)))) {
        if (!of.has(number)) of.set(number, []);
        of.get(number).push(element);
      }
    }
    return of;
  }

  const parts = gathered(copy.querySelectorAll("[data-all], [data-evidence]"), "all", "evidence");
  const odd = gathered(copy.querySelectorAll("mark[data-f], li[data-f]"), "f");
  const items = new Map([...list.querySelectorAll("li[data-n]")].map((item) => [item.dataset.n, item]));
  const calls = new Map([...copy.querySelectorAll("a.call")].map((call) => [call.dataset.n, call]));
  let order = [...items.keys()]; // those that the filters let through
  let off = new Set(); // those that they do not

  let held = null; // the statement that has the focus
  let hovered = null; // the one under the pointer, which goes before it
  let lit = null;
  let heldAtPress = null;
  let litOdd = null;

  // --- drawing ---

  function draw() {
    const wanted = hovered ?? held;
    if (wanted === lit) return;
    if (lit !== null) mark(lit, false);
    if (wanted !== null) mark(wanted, true);
    copy.classList.toggle("lit", wanted !== null);
    lit = wanted;
  }

  function mark(number, on) {
    for (const part of parts.get(number) ?? []) {
      if (on) part.dataset.on = ROLES.filter((role) => numbersOf(part, role).includes(number)).join(" ");
      else delete part.dataset.on;
    }
    calls.get(number)?.classList.toggle("on", on);
    const item = items.get(number);
    if (!item) return;
    if (on) {
      item.dataset.on = "";
      item.setAttribute("aria-current", "true");
    } else {
      delete item.dataset.on;
      item.removeAttribute("aria-current");
    }
  }

  function drawOdd(number) {
    for (const element of odd.get(litOdd) ?? []) element.classList.remove("on");
    for (const element of odd.get(number) ?? []) element.classList.add("on");
    litOdd = number;
  }

  // --- choosing ---

  function hold(number) {
    if (number === held) return;
    held = number;
    live.textContent = number === null ? "" : (items.get(number)?.dataset.say ?? "");
    draw();
  }

  // On a wide screen the list is a column that scrolls by itself, so both sides
  // can show the statement; else moving the page would take the reader away.
  const isBeside = () => getComputedStyle(list).position === "sticky";

  function revealItem(number) {
    const card = items.get(number)?.firstElementChild;
    if (!card || !isBeside()) return;
    const [outer, inner] = [list.getBoundingClientRect(), card.getBoundingClientRect()];
    // Below the heading the column reaches past the window's edge.
    const bottom = Math.min(outer.bottom, innerHeight);
    if (inner.top < outer.top) list.scrollTop += inner.top - outer.top - 16;
    else if (inner.bottom > bottom) list.scrollTop += inner.bottom - bottom + 16;
  }

  function goToCall(number, block) {
    const call = calls.get(number);
    if (!call) return;
    call.focus({ preventScroll: true });
    call.scrollIntoView({ block });
  }

  function goToItem(number) {
    items.get(number)?.querySelector("a.number").focus({ preventScroll: isBeside() });
    revealItem(number);
  }

  function move(step) {
    const at = order.indexOf(held);
    const next = at < 0 ? (step > 0 ? 0 : order.length - 1) : at + step;
    if (next < 0 || next >= order.length) return;
    if (list.contains(document.activeElement)) goToItem(order[next]);
    else goToCall(order[next], "nearest");
  }

  function clear() {
    hovered = null;
    document.activeElement?.blur();
    hold(null);
    draw();
  }

  // --- the filters ---

  const selects = filters ? [...filters.querySelectorAll("select")] : [];
  const clearing = document.getElementById("clear");
  const bars = [...document.querySelectorAll("a.bar")];
  const everything = title.textContent;
  const candidatesOf = (part) => numbersOf(part, "all").filter((number) => !off.has(number));

  function sift() {
    const wanted = selects.filter((select) => select.value !== "");
    const isOut = (item) => wanted.some((select) => item.dataset[select.name] !== select.value);
    off = new Set([...items].filter(([, item]) => isOut(item)).map(([number]) => number));
    order = [...items.keys()].filter((number) => !off.has(number));
    // What holds one that is shown is shown with it, as a frame. Children come after their parents.
    const frames = new Set();
    for (const [number, item] of [...items].reverse()) {
      const out = off.has(number);
      item.classList.toggle("off", out);
      item.hidden = out && !frames.has(item);
      if (!item.hidden) frames.add(item.parentElement.closest("li[data-n]"));
    }
    for (const part of copy.querySelectorAll("[data-all]")) {
      for (const role of DRAWN) part.classList.toggle(role, numbersOf(part, role).some((number) => !off.has(number)));
      part.classList.toggle("off", candidatesOf(part).length === 0);
    }
    for (const [number, call] of calls) call.hidden = off.has(number);
    for (const bar of bars) bar.setAttribute("aria-pressed", String(whose?.value === bar.dataset.who));
    const some = list.dataset.some.replace("{shown}", String(order.length));
    title.textContent = wanted.length ? some : everything;
    clearing.hidden = !wanted.length;
    document.getElementById("none").hidden = order.length > 0;
    if (off.has(held)) hold(null);
    if (off.has(hovered)) hovered = null;
    draw();
    align();
    live.textContent = wanted.length ? some : "";
  }

  function showAll() {
    for (const select of selects) select.value = "";
    sift();
  }

  const whose = selects.find((select) => select.name === "who");
  if (filters) {
    filters.hidden = false;
    filters.addEventListener("change", sift);
    clearing.addEventListener("click", () => {
      selects[0].focus();
      showAll();
    });
  }
  // With the script a bar is a button: it shows that speaker's statements, and all again.
  for (const bar of whose ? bars : []) {
    bar.setAttribute("role", "button");
    bar.setAttribute("aria-pressed", "false");
    bar.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      whose.value = whose.value === bar.dataset.who ? "" : bar.dataset.who;
      sift();
    });
    bar.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      bar.click();
    });
  }

  // --- the pointer ---

  function statementUnder(target) {
    const link = target.closest(STATEMENT_LINK);
    if (link) return link.dataset.n;
    const part = target.closest("[data-all]");
    if (!part) return target.closest("li[data-n]:not(.off)")?.dataset.n ?? null;
    // The innermost stands first; one that was chosen by a click stays.
    const candidates = candidatesOf(part);
    return candidates.includes(held) ? held : (candidates[0] ?? null);
  }

  // When the page scrolls under a pointer at rest, that is nobody's wish.
  let pointer = "";
  const placeOf = (event) => `${event.screenX} ${event.screenY}`;
  document.addEventListener("pointermove", (event) => {
    pointer = placeOf(event);
  });
  document.addEventListener("pointerover", (event) => {
    if (placeOf(event) === pointer) return;
    hovered = statementUnder(event.target);
    draw();
    drawOdd(event.target.closest("[data-f]")?.dataset.f.split(" ").at(-1) ?? null);
  });
  document.documentElement.addEventListener("pointerleave", () => {
    pointer = "";
    hovered = null;
    draw();
    drawOdd(null);
  });
  // The press takes the focus away before the click comes.
  document.addEventListener("pointerdown", () => {
    heldAtPress = held;
  });

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !getSelection().isCollapsed) return;
    if (event.target.closest("details")) return;
    const link = event.target.closest("a");
    const item = event.target.closest("li[data-n]:not(.off)");
    const part = event.target.closest("[data-all]");
    if (link?.matches("a.call")) {
      event.preventDefault();
      goToItem(link.dataset.n);
    } else if (link && !link.matches("a.number")) {
      return;
    } else if (item) {
      event.preventDefault();
      goToCall(item.dataset.n, "center");
    } else if (part) {
      const candidates = candidatesOf(part);
      if (!candidates.length) return;
      const next = candidates[(candidates.indexOf(heldAtPress) + 1) % candidates.length];
      calls.get(next)?.focus({ preventScroll: true });
    }
  });

  // --- the keyboard ---

  document.addEventListener("focusin", (event) => {
    const link = event.target.closest(STATEMENT_LINK);
    const proof = event.target.closest("details")?.closest("li[data-n]");
    hovered = null;
    hold((link ?? proof)?.dataset.n ?? null);
    draw();
    if (link?.matches("a.call")) revealItem(held);
    else if (link && isBeside()) calls.get(held)?.scrollIntoView({ block: "nearest" });
    drawOdd(event.target.closest("a[data-f]")?.dataset.f ?? null);
  });
  document.addEventListener("focusout", (event) => {
    if (!event.relatedTarget) hold(null);
  });

  document.addEventListener("keydown", (event) => {
    // In a list of choices a letter looks for a choice.
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select")) return;
    const onStatement = document.activeElement?.matches(STATEMENT_LINK);
    if (event.key === "Escape") {
      clear();
    } else if (event.key === "j" || (event.key === "ArrowDown" && onStatement)) {
      event.preventDefault();
      move(1);
    } else if (event.key === "k" || (event.key === "ArrowUp" && onStatement)) {
      event.preventDefault();
      move(-1);
    }
  });

  // --- what stands in the margin, beside its line ---

  // Without the script, tags and notes stand in the rows and make room for
  // themselves. With it each is beside its line, or below the one above it, and
  // the copy keeps its even leading. All is measured before anything is moved.
  const MARGIN = "screen and (min-width: 48rem)";
  const GAP = 8;

  function align() {
    const held = [...copy.querySelectorAll(".tags, .note")];
    for (const element of held) element.style.marginTop = "";
    copy.style.paddingBottom = "";
    const wide = matchMedia(MARGIN).matches;
    copy.classList.toggle("aligned", wide);
    if (!wide) return;
    const places = held.map((element) => {
      const own = element.getBoundingClientRect();
      const flag = document.getElementById(`f${element.dataset.f}`);
      // A tag has no height of its own here; its words do.
      const height = element.matches(".tags") ? element.scrollHeight : own.height;
      return { element, top: own.top, height, wanted: flag ? flag.getBoundingClientRect().top : own.top };
    });
    let free = -Infinity;
    let list = null;
    let pushed = 0; // how far the notes above in the same list have moved this one
    for (const place of places) {
      if (place.element.parentElement !== list) {
        list = place.element.parentElement;
        pushed = 0;
      }
      const top = Math.max(place.wanted, free);
      const margin = top - place.top - pushed;
      place.margin = margin;
      if (place.element.matches(".note")) pushed += margin;
      free = top + place.height + GAP;
    }
    for (const { element, margin } of places) element.style.marginTop = `${margin}px`;
    const below = free - copy.getBoundingClientRect().bottom;
    if (below > 0) copy.style.paddingBottom = `${below}px`;
  }

  let waiting = false;
  addEventListener("resize", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      align();
    });
  });
  align();

  // A link from elsewhere to a statement, as #s3 or #c3.
  function arrive() {
    const target = document.getElementById(location.hash.slice(1));
    if (!target?.dataset.n) return;
    if (off.has(target.dataset.n)) showAll();
    goToCall(target.dataset.n, "center");
  }
  addEventListener("hashchange", arrive);
  // Not before: on its own way to the place the browser takes the focus away.
  addEventListener("load", () => requestAnimationFrame(arrive));

  const keys = document.getElementById("keys");
  if (keys) keys.hidden = false;
})();
