// Ties the mentions of the text to the map: choose a place in either and the other follows.
// The text is complete without this script; a link then leads to the row of its place.
"use strict";

(() => {
  const root = document.documentElement;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const tour = document.querySelector(".tour");
  const status = document.querySelector(".tour-status");
  const frame = document.querySelector(".is-live .map-frame");
  const mentions = [...document.querySelectorAll("a.mention[data-place]")];
  let chosen = "";
  let current = -1;

  root.classList.add("has-script");

  // The picture stays until the map is drawn, and for good if it cannot be.
  const ready = () => root.classList.add("map-ready");
  if (document.querySelector(".briefing-map[data-ready]")) ready();
  else document.addEventListener("briefing:ready", ready, { once: true });

  const mentionsOf = (place) => mentions.filter((mention) => mention.dataset.place === place);

  const nameOf = (place) => {
    const links = [...document.querySelectorAll("a.place[data-place]")];
    const link = links.find((candidate) => candidate.dataset.place === place);
    return (link ?? mentionsOf(place)[0])?.textContent ?? "";
  };

  const scrollTo = (element, block) =>
    element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

  const inView = (element) => {
    const box = element.getBoundingClientRect();
    const shown = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
    return shown >= Math.min(box.height, innerHeight) * 0.6;
  };

  // Marks all mentions of a place, and the one that the reader is at.
  const choose = (place, index) => {
    const found = mentionsOf(place);
    chosen = place;
    current = found.length ? (index + found.length) % found.length : -1;
    for (const element of document.querySelectorAll(".chosen, .current")) {
      element.classList.remove("chosen", "current");
    }
    for (const element of document.querySelectorAll("a[data-place]")) {
      if (element.dataset.place !== place) continue;
      (element.closest("tr") ?? element).classList.add("chosen");
    }
    found[current]?.classList.add("current");
    if (!tour) return;
    tour.hidden = place === "";
    status.textContent = place === "" ? "" : report(nameOf(place), found.length);
  };

  const report = (name, count) =>
    count ? `${name}: mention ${current + 1} of ${count}` : `${name}: not marked in the text`;

  const showCurrent = () => {
    const mention = mentionsOf(chosen)[current];
    if (mention) scrollTo(mention, "center");
    return mention;
  };

  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest?.("a[data-place]");
    const place = link?.dataset.place;
    if (!place || !window.briefingMap?.show(place)) return; // no map: the link leads to the row
    event.preventDefault();
    choose(place, Math.max(mentionsOf(place).indexOf(link), 0));
    if (frame && !inView(frame)) scrollTo(frame, "nearest");
  });

  // The map tells what its view does not show.
  document.addEventListener("briefing:outside", (event) => {
    const { names } = event.detail;
    const line = document.querySelector(".map-outside > bdi");
    if (line) line.textContent = names.length ? `Also named, outside this view (mentions): ${names.join(", ")}.` : "";
  });

  // The map tells which of its places the reader has chosen.
  document.addEventListener("briefing:select", (event) => {
    choose(event.detail.place, 0);
    showCurrent();
  });

  tour?.addEventListener("click", (event) => {
    const step = event.target.closest("button")?.dataset.step;
    if (step === undefined) return;
    if (step !== "0") choose(chosen, current + Number(step));
    showCurrent()?.focus({ preventScroll: true });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen) choose("", 0);
  });
})();
