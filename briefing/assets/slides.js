// Starts the slides, keeps what stands on one inside it, and lets a place lead to the map.
"use strict";

(() => {
  document.documentElement.classList.add("has-script");
  const smallest = 0.55;

  // Makes the text of a slide smaller until it fits; what is longer still scrolls.
  const fit = (slide) => {
    if (!slide?.classList.contains("slide") || slide.classList.contains("with-map")) return;
    slide.classList.remove("scrolls");
    slide.removeAttribute("tabindex");
    let size = 1;
    slide.style.fontSize = "1em";
    while (slide.scrollHeight > slide.clientHeight + 1 && size > smallest) {
      size -= 0.05;
      slide.style.fontSize = `${size}em`;
    }
    if (slide.scrollHeight > slide.clientHeight + 1) {
      slide.classList.add("scrolls");
      slide.tabIndex = 0;
    }
  };

  for (const name of ["ready", "slidechanged"]) {
    Reveal.on(name, ({ currentSlide }) => fit(currentSlide));
  }
  Reveal.on("resize", () => fit(Reveal.getCurrentSlide()));

  // The picture stays until the map is drawn, and for good if it cannot be.
  const ready = () => document.documentElement.classList.add("map-ready");
  if (document.querySelector(".briefing-map[data-ready]")) ready();
  else document.addEventListener("briefing:ready", ready, { once: true });

  Reveal.initialize({
    autoAnimate: false,
    controlsTutorial: false,
    disableLayout: true,
    display: "flex",
    hash: true,
    overview: false,
    scrollActivationWidth: null,
    slideNumber: "c/t",
    transition: matchMedia("(prefers-reduced-motion: reduce)").matches ? "none" : "fade",
    transitionSpeed: "fast",
  });

  document.addEventListener("click", (event) => {
    const place = event.target.closest?.("a[data-place]")?.dataset.place;
    const map = document.querySelector(".briefing-map");
    const marks = [...(map?.querySelectorAll("[data-place]") ?? [])];
    if (!place || !marks.some((mark) => mark.dataset.place === place)) return;
    event.preventDefault();
    const { h, v } = Reveal.getIndices(map.closest("section.slide"));
    Reveal.slide(h, v);
    window.briefingMap.show(place);
  });
})();
