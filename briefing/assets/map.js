// Draws a scene with Leaflet. The scene is data: it is read out of an inert JSON block, and every
// text in it reaches the page as the text of a node, never as markup.
//
// Ties to the page around it:
//   <div class="briefing-map" data-scene="ID">  is drawn from the block with that id when loaded;
//   data-ready="true" is set on it once all is drawn, data-marks and data-problems count;
//   data-outside counts the places of the story that the view does not show;
//   briefingMap.show(place) moves to a place and opens its popup; false if it is not on the map;
//   briefingMap.has(place) says whether it is;
//   document gets "briefing:ready" once, "briefing:select" {place} when the reader chooses a mark,
//   "briefing:outside" {names} when the view changes, and listens to "briefing:show" {place}.
"use strict";

window.briefingMap = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const drawn = [];

  const element = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };

  const vector = (tag, attributes) => {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };

  // A page holds JSON; what folium carries is base64, past its templates.
  const read = (id) => {
    const text = document.getElementById(id).textContent;
    if (text.startsWith("{")) return JSON.parse(text);
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  };

  // Shapes: polygons of rings of [lat, lon], with points so close that lines bend as they should.

  const BEND = 2; // degrees
  const ROOMY = 760; // pixels: on a narrower map the legend is folded

  const ringOf = (steps, unit) => {
    const ring = [];
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < steps.length; i += 2) {
      lon += steps[i];
      lat += steps[i + 1];
      bend(ring, [lat / unit, lon / unit]);
    }
    if (ring.length < 3 || !ring.every((point) => point.every(Number.isFinite))) {
      throw new RangeError("a ring that is no ring");
    }
    bend(ring, ring[0]);
    ring.pop();
    return ring;
  };

  const bend = (ring, to) => {
    const from = ring[ring.length - 1];
    const parts = from ? Math.ceil(Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])) / BEND) : 1;
    for (let i = 1; i < parts; i += 1) {
      ring.push([from[0] + (i / parts) * (to[0] - from[0]), from[1] + (i / parts) * (to[1] - from[1])]);
    }
    ring.push(to);
  };

  const polygonsOf = (shape, unit) => shape.map((polygon) => polygon.map((ring) => ringOf(ring, unit)));

  // Outlines without the cuts along the antimeridian, which are no borders.
  const bordersOf = (polygons) => {
    const lines = [];
    const onCut = (point) => Math.abs(point[1]) === 180;
    for (const ring of polygons.flat()) {
      let line = [ring[0]];
      for (let i = 1; i <= ring.length; i += 1) {
        const point = ring[i % ring.length];
        if (onCut(point) && onCut(line[line.length - 1])) {
          if (line.length > 1) lines.push(line);
          line = [point];
        } else {
          line.push(point);
        }
      }
      if (line.length > 1) lines.push(line);
    }
    return lines;
  };

  class Chart {
    constructor(map, scene) {
      this.map = map;
      this.scene = scene;
      this.unit = 10 ** scene.decimals;
      this.marks = new Map();
      this.dots = [];
      this.problems = 0;
      this.fitted = false;
      this.number = drawn.length;
      this.hatch = `bm-hatch-${this.number}`;
      map.options.crs = window.briefingProjection(scene.frame);
    }

    // One bad shape must never cost the others.
    attempt(what) {
      try {
        return what();
      } catch (problem) {
        this.problems += 1;
        return null;
      }
    }

    draw() {
      const { map, scene } = this;
      map.attributionControl?.setPrefix("Leaflet");
      this.fit();
      this.names = new window.briefingNames(this);
      this.shapes = new Map();
      this.lands = new Map();
      this.attempt(() => this.drawGlobe());
      for (const country of scene.countries) this.attempt(() => this.drawLand(country));
      const isCountry = (mark) => mark.kind === "country";
      const size = ({ bounds: [west, south, east, north] }) => (east - west) * (north - south);
      const wide = scene.marks.filter((m) => m.loose && m.bounds).sort((a, b) => size(b) - size(a));
      const states = scene.marks.filter(isCountry).sort((a, b) => a.mentions - b.mentions);
      for (const mark of states) this.drawMark(mark, `bm-named bm-${mark.role}`, 1);
      for (const mark of wide) this.drawMark(mark, "bm-loose", 0.05);
      this.attempt(() => this.drawBorders());
      this.attempt(() => this.drawLakes());
      for (const area of scene.disputed) this.attempt(() => this.drawDisputed(area));
      this.attempt(() => this.drawSides());
      for (const mark of scene.marks.filter((m) => !isCountry(m) && !wide.includes(m))) this.drawMark(mark, "bm-area", 0.16);
      for (const dot of this.dots) dot.bringToFront();
      for (const mark of this.marks.values()) this.attempt(() => this.nameMark(mark));
      for (const country of scene.countries) this.attempt(() => this.nameNeighbour(country));
      this.attempt(() => this.furnish());
      this.live();
    }

    fit() {
      this.look(this.scene.frame.rectangle);
    }

    // Shows a rectangle of the projected map, in metres.
    look([left, bottom, right, top], { most = 10, animate = false } = {}) {
      const { map } = this;
      const { crs } = map.options;
      const { x, y } = map.getSize();
      const wide = Math.log2((x * crs.metres) / (right - left));
      const high = Math.log2((y * crs.metres) / (top - bottom));
      const zoom = Math.floor(Math.min(wide, high, most) * 4) / 4;
      const middle = crs.projection.unproject(L.point((left + right) / 2, (bottom + top) / 2));
      map.setView(middle, Math.max(zoom, map.getMinZoom()), { animate });
    }

    tint(state) {
      const number = this.scene.sides.indexOf(state);
      return number < 0 ? null : number % this.scene.words.tints;
    }

    drawGlobe() {
      const { projection } = this.map.options.crs;
      const rim = projection.rim().map(([x, y]) => projection.unproject(L.point(x, y)));
      L.polygon(rim, { interactive: false, weight: 1, fillOpacity: 1, className: "bm-globe" }).addTo(this.map);
    }

    drawLand(country) {
      const polygons = polygonsOf(country.shape, this.unit);
      this.shapes.set(country.id, polygons);
      const tint = this.tint(country.id);
      const className = tint === null ? "bm-land" : `bm-land bm-ground-${tint}`;
      const land = L.polygon(polygons, { interactive: false, stroke: false, fillOpacity: 1, className });
      this.lands.set(country.id, land.addTo(this.map));
      land.getElement().dataset.land = country.id;
    }

    drawBorders() {
      const lines = [...this.shapes.values()].flatMap(bordersOf);
      L.polyline(lines, { interactive: false, weight: this.scene.words.lines.border, className: "bm-border" }).addTo(this.map);
      this.hatchWith(this.defined());
    }

    // Where patterns and clips are defined.
    defined() {
      const svg = this.map.getPane("overlayPane").querySelector("svg");
      let definitions = svg.querySelector("defs");
      if (!definitions) {
        definitions = vector("defs", {});
        svg.prepend(definitions);
      }
      return definitions;
    }

    // The sides of a dispute: their borders as this worldview has them, with a band of their tone
    // inside; under the view of one of them only its own border has one, and a broader one.
    drawSides() {
      const { sides, viewer, words } = this.scene;
      const there = sides.filter((state) => this.lands.has(state));
      const own = there.includes(viewer);
      for (const state of own ? [viewer] : there) {
        const weight = 2 * words.lines[own ? "band-viewer" : "band"];
        const band = this.outline(state, weight, `bm-band bm-strong-${this.tint(state)}`);
        this.clip(band, this.lands.get(state), `bm-land-${this.number}-${sides.indexOf(state)}`);
      }
      // In no state's view the area itself tells whose it is in this one.
      for (const area of own ? [] : this.scene.disputed.filter((one) => one.contested && there.includes(one.owner))) {
        const { layer } = this.marks.get(area.id);
        const band = L.polyline(bordersOf(polygonsOf(area.shape, this.unit)), {
          interactive: false, weight: 2 * words.lines["band-viewer"], className: `bm-band bm-strong-${this.tint(area.owner)}`,
        }).addTo(this.map);
        this.clip(band, layer, `bm-area-${this.number}-${this.scene.disputed.indexOf(area)}`);
      }
      for (const state of there) this.outline(state, words.lines.side, "bm-side");
    }

    outline(state, weight, className) {
      return L.polyline(bordersOf(this.shapes.get(state)), { interactive: false, weight, className }).addTo(this.map);
    }

    // Shows a layer only inside the shape of another.
    clip(layer, shape, id) {
      shape.getElement().id = id;
      const path = vector("clipPath", { id: `${id}-clip` });
      path.append(vector("use", { href: `#${id}`, "clip-rule": "evenodd" }));
      this.defined().append(path);
      layer.getElement().setAttribute("clip-path", `url(#${id}-clip)`);
    }

    // Stripes in the tones of those who claim an area, on the ground of who holds it.
    stripes(area) {
      const { stripe, gap } = this.scene.words.lines;
      const id = `bm-stripes-${this.number}-${area.id.replace(/[^a-z0-9]/g, "-")}`;
      const width = (stripe + gap) * Math.max(area.claimed_by.length, 1);
      const pattern = vector("pattern", { id, width, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
      const [holder] = area.administered_by.length === 1 ? area.administered_by : [];
      const tint = holder === undefined ? null : this.tint(holder);
      pattern.append(vector("rect", { width, height: 8, class: tint === null ? "bm-neutral" : `bm-ground-${tint}` }));
      area.claimed_by.forEach((state, i) => {
        const x = (i + 0.5) * (stripe + gap);
        pattern.append(vector("line", { class: `bm-strong-${this.tint(state)}`, "stroke-width": stripe, x1: x, x2: x, y1: 0, y2: 8 }));
      });
      this.defined().append(pattern);
      return id;
    }

    hatchWith(definitions) {
      const pattern = vector("pattern", {
        id: this.hatch, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
      });
      pattern.append(vector("line", { class: "bm-hatch", x1: 0, y1: 0, x2: 0, y2: 7 }));
      definitions.append(pattern);
    }

    drawLakes() {
      const polygons = polygonsOf(this.scene.lakes, this.unit);
      L.polygon(polygons, { interactive: false, weight: 0.4, fillOpacity: 1, className: "bm-lake" }).addTo(this.map);
    }

    drawDisputed(area) {
      const polygons = polygonsOf(area.shape, this.unit);
      const fill = area.contested ? this.stripes(area) : this.hatch;
      const layer = L.polygon(polygons, {
        stroke: false, fillColor: `url(#${fill})`, fillOpacity: area.contested ? 1 : 0.6, className: "bm-disputed bm-mark",
      }).addTo(this.map);
      if (!area.contested || !this.scene.viewer) { // a state knows no line but its own
        L.polyline(bordersOf(polygons), {
          interactive: false, weight: this.scene.words.lines.disputed, dashArray: "5 3",
          className: area.contested ? "bm-claimed-border" : "bm-disputed-border",
        }).addTo(this.map);
      }
      const card = [["bm-name", area.name], ["", "disputed area"], ["bm-status", area.status], ["", area.facts]];
      this.mark(area, layer, card);
      this.names.dispute(area, layer);
    }

    drawMark(data, className, fillOpacity) {
      const shape = data.shape ?? (this.shapes.has(data.id) ? [] : null);
      const area = shape && this.attempt(() => this.drawArea(data, className, fillOpacity));
      const tiny = data.bounds && data.bounds[2] - data.bounds[0] < 1.2;
      const dot = area && !tiny ? null : this.drawDot(data);
      this.mark(data, area ?? dot, this.card(data));
      if (area && dot) this.wire(dot, data, this.card(data), false);
    }

    drawArea(data, className, fillOpacity) {
      const polygons = data.shape ? polygonsOf(data.shape, this.unit) : this.shapes.get(data.id);
      if (!polygons.length) return null;
      const { sides, words } = this.scene;
      const hidden = data.covered || sides.includes(data.id);
      const layer = L.polygon(polygons, { stroke: false, fillOpacity: hidden ? 0 : fillOpacity, className: `${className} bm-mark` });
      layer.addTo(this.map);
      if (hidden) return layer;
      const [kind] = className.split(" ");
      const weight = kind === "bm-area" ? words.lines.area : kind === "bm-loose" ? words.lines.loose : words.lines[data.role];
      L.polyline(bordersOf(polygons), { interactive: false, weight, className: `${kind}-border` }).addTo(this.map);
      return layer;
    }

    drawDot(data) {
      const dot = L.circleMarker([data.lat, data.lon], {
        radius: this.scene.words.dots[data.loose ? "other" : data.role],
        weight: 1.5, fillOpacity: 1, className: `bm-point bm-mark${data.loose ? " bm-loose" : ""}`,
      }).addTo(this.map);
      this.dots.push(dot);
      return dot;
    }

    card(data) {
      const { kinds } = this.scene.words;
      const kind = kinds[data.kind] ?? data.kind;
      const times = data.mentions === 1 ? "named once" : `named ${data.mentions} times`;
      const sure = `confidence ${Math.round(data.confidence * 100)} %`;
      return [
        ["bm-name", data.name],
        ["", data.country ? `${kind}, ${data.country}` : kind],
        ["", `${times}, ${sure}`],
        ...(data.note ? [["bm-status", `Disputed: ${data.note}`]] : []),
      ];
    }

    mark(data, layer, card) {
      this.marks.set(data.id, { data, layer });
      this.wire(layer, data, card, true);
    }

    wire(layer, data, card, focusable) {
      layer.bindPopup(() => {
        const node = element("div", "bm-card");
        for (const [className, text] of card) node.append(element("p", className));
        card.forEach(([, text], i) => node.children[i].append(element("bdi", "", text)));
        return node;
      }, { autoPanPadding: [20, 20] });
      const path = layer.getElement();
      path.setAttribute("aria-label", card.map(([, text]) => text).join(", "));
      path.setAttribute("role", "button");
      path.dataset.place = data.id;
      if (focusable) path.setAttribute("tabindex", "0");
      layer.off("click", layer._openPopup, layer);
      layer.on("click", (event) => {
        L.DomEvent.stop(event);
        this.open(data.id);
        this.tell(data.id);
      });
      path.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        this.open(data.id);
        this.tell(data.id);
      });
    }

    open(place) {
      const { data, layer } = this.marks.get(place);
      layer.openPopup(L.latLng(data.lat, data.lon));
      for (const mark of this.marks.values()) mark.layer.getElement().classList.toggle("bm-chosen", mark.layer === layer);
      if (this.said) this.said.textContent = layer.getElement().getAttribute("aria-label");
    }

    tell(place) {
      document.dispatchEvent(new CustomEvent("briefing:select", { detail: { place } }));
    }

    show(place) {
      if (!this.marks.has(place)) return false;
      const { map } = this;
      const { data } = this.marks.get(place);
      const point = L.latLng(data.lat, data.lon);
      const animate = !calm.matches;
      map.closePopup();
      if (data.bounds) {
        const [left, bottom, right, top] = this.windowOf(data.bounds);
        const { crs } = map.options;
        const { x, y } = map.getSize();
        const fits = Math.log2(crs.metres * Math.min((x - 80) / (right - left), (y - 80) / (top - bottom)));
        const zoom = Math.max(map.getMinZoom(), Math.floor(Math.min(fits, 7) * 4) / 4);
        const near = map.getZoom() <= zoom && zoom - map.getZoom() < 3.5;
        map.setView(point, near && this.isSeen(point) ? map.getZoom() : zoom, { animate });
      } else {
        map.setView(point, Math.max(map.getZoom(), Math.min(5, map.getZoom() + 2)), { animate });
      }
      this.open(place);
      return true;
    }

    isSeen(point) {
      const { x, y } = this.map.latLngToContainerPoint(point);
      const size = this.map.getSize();
      return x > -size.x && x < 2 * size.x && y > -size.y && y < 2 * size.y;
    }

    // The rectangle around a window of degrees, in metres.
    windowOf([west, south, east, north]) {
      const points = [];
      for (let i = 0; i <= 8; i += 1) {
        const [lon, lat] = [west + (i / 8) * (east - west), south + (i / 8) * (north - south)];
        points.push([south, lon], [north, lon], [lat, west], [lat, east]);
      }
      return this.around(points);
    }

    around(points) {
      const { projection } = this.map.options.crs;
      const flat = points.map(([lat, lon]) => projection.project(L.latLng(lat, lon)));
      const box = L.bounds(flat);
      return [box.min.x, box.min.y, box.max.x, box.max.y];
    }

    nameMark({ data, layer }) {
      if (data.facts === undefined) this.names.mark(data, layer, layer instanceof L.CircleMarker);
    }

    nameNeighbour(country) {
      if (this.marks.has(country.id) || !this.shapes.has(country.id)) return;
      this.names.neighbour(country, this.width(this.shapes.get(country.id)));
    }

    // The width of the largest polygon, in metres.
    width(polygons) {
      let best = { size: 0, width: 0 };
      for (const [ring] of polygons) {
        const [left, bottom, right, top] = this.around(ring);
        const size = (right - left) * (top - bottom);
        if (size > best.size) best = { size, width: right - left };
      }
      return best.width;
    }

    // What the view does not show is told to the page, which may say so under the map.
    outside(marks) {
      this.map.getContainer().dataset.outside = marks.length;
      const names = marks.map(({ name, mentions }) => `${name} (${mentions})`);
      document.dispatchEvent(new CustomEvent("briefing:outside", { detail: { names } }));
    }

    // Controls

    furnish() {
      const { map } = this;
      new Scale({ imperial: false, maxWidth: 140 }).addTo(map);
      this.control("topright", () => this.legend());
      this.control("topleft", () => this.views());
      this.control("bottomright", () => this.credits());
      this.said = element("div", "bm-said");
      this.said.setAttribute("role", "status");
      map.getContainer().append(this.said);
      map.getContainer().setAttribute("role", "region");
      map.getContainer().setAttribute("aria-label", `Map: ${this.scene.title || "places of the article"}`);
    }

    control(position, make) {
      const control = new L.Control({ position });
      control.onAdd = () => {
        const node = make();
        L.DomEvent.disableClickPropagation(node).disableScrollPropagation(node);
        return node;
      };
      control.addTo(this.map);
    }

    panel(title, open) {
      const panel = element("details", "bm-panel");
      panel.open = open;
      panel.append(element("summary", "", title));
      return panel;
    }

    legend() {
      const { words, sides, view_title: title } = this.scene;
      if (!words.legend.length) return element("div");
      const panel = this.panel(sides.length ? `Borders: ${title.slice(0, 1).toLowerCase()}${title.slice(1)}` : "Legend", this.map.getSize().x > ROOMY);
      const list = element("ul");
      const add = (swatch, text) => {
        const item = element("li");
        item.append(swatch, element("bdi", "", text));
        list.append(item);
      };
      for (const [state, name] of words.sides) add(this.sideSwatch(state), name);
      for (const [sign, text] of words.legend) add(this.swatch(sign), text);
      panel.append(list);
      panel.addEventListener("toggle", () => this.names.place());
      panel.firstChild.addEventListener("click", () => { this.folding = null; }); // the reader's from now on
      this.folding = panel;
      return panel;
    }

    sideSwatch(state) {
      const swatch = vector("svg", { viewBox: "0 0 26 14", "aria-hidden": "true" });
      const box = { x: 2, y: 2, width: 22, height: 10 };
      const own = state === this.scene.viewer;
      swatch.append(vector("rect", { ...box, class: `bm-ground-${this.tint(state)}` }));
      swatch.append(vector("rect", {
        ...box, class: own ? `bm-strong-${this.tint(state)}` : "bm-side", fill: "none", "stroke-width": own ? 4 : 1.4,
      }));
      return swatch;
    }

    swatch(sign) {
      const swatch = vector("svg", { viewBox: "0 0 26 14", "aria-hidden": "true" });
      const box = { x: 1, y: 1, width: 24, height: 12 };
      if (sign === "point") {
        swatch.append(vector("circle", { class: "bm-point", cx: 13, cy: 7, r: 5, "stroke-width": 1.5 }));
      } else if (sign === "disputed") {
        swatch.append(vector("rect", { ...box, fill: `url(#${this.hatch})` }));
        swatch.append(vector("rect", { ...box, class: "bm-disputed-border", fill: "none", "stroke-dasharray": "4 2" }));
      } else if (sign === "loose") {
        swatch.append(vector("rect", { ...box, class: "bm-loose-border", fill: "none", "stroke-width": 3 }));
      } else if (sign === "contested") {
        swatch.append(vector("rect", { ...box, class: "bm-neutral" }));
        swatch.append(vector("rect", { ...box, fill: `url(#${this.hatch})` }));
        swatch.append(vector("rect", { ...box, class: "bm-side", fill: "none", "stroke-width": 1.4 }));
      } else {
        swatch.append(vector("rect", { ...box, class: sign === "named" ? "bm-named bm-main" : `bm-${sign}`, "fill-opacity": sign === "area" ? 0.16 : 1 }));
        swatch.append(vector("rect", { ...box, class: `bm-${sign}-border`, fill: "none", "stroke-width": 1.5 }));
      }
      return swatch;
    }

    views() {
      const bar = element("div", "leaflet-bar bm-views");
      const everything = () => {
        const points = this.scene.marks.map(({ lat, lon }) => [lat, lon]);
        const [left, bottom, right, top] = this.around(points);
        const margin = 0.15 * Math.max(right - left, top - bottom, 1);
        this.look([left - margin, bottom - margin, right + margin, top + margin], { most: 6, animate: !calm.matches });
      };
      this.button(bar, "Story", "Show where most of the story is", () => this.fit());
      if (this.scene.marks.length) this.button(bar, "All", "Show all places", everything);
      return bar;
    }

    button(bar, text, title, act) {
      const button = element("a", "bm-view", text);
      button.href = "#";
      button.title = title;
      button.setAttribute("role", "button");
      button.setAttribute("aria-label", title);
      button.addEventListener("click", (event) => {
        event.preventDefault();
        act();
      });
      bar.append(button);
    }

    credits() {
      const { scene } = this;
      const box = element("div", "bm-foot");
      const when = scene.as_of ? `, as of ${scene.as_of}` : "";
      if (scene.boundary_note) {
        const panel = this.panel(`Borders: ${scene.worldview}${when}`, false);
        panel.append(element("p", "", scene.boundary_note));
        panel.addEventListener("toggle", () => this.names.place());
        box.append(panel);
      }
      box.append(element("div", "bm-credits", scene.attribution.join(" · ")));
      return box;
    }

    // Zooming by wheel only once the reader has turned to the map, so that pages still scroll.
    live() {
      const { map } = this;
      const container = map.getContainer();
      map.scrollWheelZoom.disable();
      map.on("click focus", () => map.scrollWheelZoom.enable());
      map.on("blur", () => map.scrollWheelZoom.disable());
      container.addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
      map.on("moveend", () => this.moved());
      map.on("popupclose", () => {
        for (const { layer } of this.marks.values()) layer.getElement().classList.remove("bm-chosen");
      });
      new ResizeObserver(() => this.resized()).observe(container);
      this.resized();
      container.dataset.marks = this.marks.size;
      container.dataset.problems = this.problems;
      container.dataset.ready = "true";
      document.dispatchEvent(new CustomEvent("briefing:ready", { detail: { map: container.id } }));
    }

    resized() {
      const { map } = this;
      const { clientWidth, clientHeight } = map.getContainer();
      if (!clientWidth || !clientHeight) return; // not shown yet, as on a slide to come
      map.invalidateSize({ animate: false });
      if (this.folding) this.folding.open = clientWidth > ROOMY;
      // The whole globe is as far as one can get away.
      const { min, max } = L.bounds(this.map.options.crs.projection.rim());
      const across = Math.min(clientWidth / (max.x - min.x), clientHeight / (max.y - min.y));
      map.setMinZoom(Math.min(Math.floor(Math.log2(across * map.options.crs.metres) * 4) / 4, 3));
      if (!this.fitted) this.fit();
      this.fitted = true;
      this.names.place();
    }

    moved() {
      const { projection } = this.map.options.crs;
      const { min, max } = L.bounds(projection.rim());
      const { x, y } = projection.project(this.map.getCenter());
      const inside = L.point(Math.min(Math.max(x, min.x), max.x), Math.min(Math.max(y, min.y), max.y));
      if (inside.distanceTo(L.point(x, y)) > 1) {
        this.map.panTo(projection.unproject(inside), { animate: false });
      } else {
        this.names.place();
      }
    }
  }

  // The bar holds in the middle of the view; towards its edges the scale may differ.
  const Scale = L.Control.Scale.extend({
    _update() {
      const { x, y } = this._map.getSize();
      const half = this.options.maxWidth / 2;
      const at = (across) => this._map.containerPointToLatLng([across, y / 2]);
      this._updateScales(this._map.distance(at(x / 2 - half), at(x / 2 + half)));
    },
  });

  // Draws a scene on a map that is there already.
  const attach = (map, id) => {
    map.getContainer().classList.add("briefing-map");
    map.setMaxZoom(10);
    const chart = new Chart(map, read(id));
    drawn.push(chart);
    chart.draw();
    return chart;
  };

  const start = (container) => {
    if (container.dataset.ready) return;
    const animation = !calm.matches;
    const map = L.map(container, {
      zoomSnap: 0.25, zoomAnimation: animation, fadeAnimation: animation, markerZoomAnimation: animation,
    });
    attach(map, container.dataset.scene);
  };

  const startAll = () => document.querySelectorAll(".briefing-map[data-scene]").forEach(start);
  const show = (place) => drawn.map((chart) => chart.show(place)).some(Boolean);

  const has = (place) => drawn.some((chart) => chart.marks.has(place));

  document.addEventListener("briefing:show", (event) => show(event.detail?.place));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
  else startAll();

  return { attach, has, show };
})();
