// Draws a scene with Leaflet. The scene is data: it is read out of an inert JSON block, and every
// text in it reaches the page as the text of a node, never as markup.
//
// Ties to the page around it:
//   <div class="briefing-map" data-scene="ID">  is drawn from the block with that id when loaded;
//   data-ready="true" is set on it once all is drawn, data-marks and data-problems count;
//   briefingMap.show(place) moves to a place and opens its popup; false if it is not on the map;
//   briefingMap.has(place) says whether it is;
//   document gets "briefing:ready" once, "briefing:select" {place} when the reader chooses a mark,
//   and listens to "briefing:show" {place}.
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

  const read = (id) => {
    const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  };

  // Shapes: polygons of rings of [lat, lon], one copy for every turn of the globe.

  const ringOf = (steps, unit, turn) => {
    const ring = [];
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < steps.length; i += 2) {
      lon += steps[i];
      lat += steps[i + 1];
      ring.push([lat / unit, lon / unit + turn]);
    }
    if (ring.length < 3 || !ring.every((point) => point.every(Number.isFinite))) {
      throw new RangeError("a ring that is no ring");
    }
    return ring;
  };

  const polygonsOf = (shape, unit, turns) =>
    turns.flatMap((turn) => shape.map((polygon) => polygon.map((ring) => ringOf(ring, unit, turn))));

  // Outlines without the cuts along the antimeridian, which are no borders.
  const bordersOf = (polygons) => {
    const lines = [];
    const onCut = (point) => Math.abs(point[1] % 360) === 180;
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
      this.labels = [];
      this.problems = 0;
      this.fitted = false;
      const [west, , east] = scene.extent;
      this.middle = (west + east) / 2;
      this.crosses = east > 180;
      this.turns = this.crosses ? [0, 360] : [0];
      this.hatch = `bm-hatch-${drawn.length}`;
    }

    near(lon) {
      return this.crosses && lon < this.middle - 180 ? lon + 360 : lon;
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
      this.shapes = new Map();
      for (const country of scene.countries) this.attempt(() => this.drawLand(country));
      this.attempt(() => this.drawBorders());
      this.attempt(() => this.drawLakes());
      const isCountry = (mark) => mark.kind === "country";
      const size = ({ bounds: [west, south, east, north] }) => (east - west) * (north - south);
      const wide = scene.marks.filter((m) => m.loose && m.bounds).sort((a, b) => size(b) - size(a));
      for (const mark of wide) this.drawMark(mark, "bm-loose", 0.02);
      for (const mark of scene.marks.filter(isCountry)) this.drawMark(mark, "bm-named", 0.95);
      for (const area of scene.disputed) this.attempt(() => this.drawDisputed(area));
      for (const mark of scene.marks.filter((m) => !isCountry(m) && !wide.includes(m))) this.drawMark(mark, "bm-area", 0.16);
      this.bringDotsForward();
      for (const mark of this.marks.values()) this.attempt(() => this.labelMark(mark.data));
      for (const area of scene.disputed) this.attempt(() => this.labelDisputed(area));
      for (const country of scene.countries) this.attempt(() => this.labelNeighbour(country));
      this.attempt(() => this.furnish());
      this.live();
    }

    fit(bounds = this.scene.extent) {
      const [west, south, east, north] = bounds;
      this.map.fitBounds([[south, west], [north, east]], { animate: false });
    }

    drawLand(country) {
      const polygons = polygonsOf(country.shape, this.unit, this.turns);
      this.shapes.set(country.id, polygons);
      L.polygon(polygons, { interactive: false, stroke: false, fillOpacity: 1, className: "bm-land" }).addTo(this.map);
    }

    drawBorders() {
      const lines = [...this.shapes.values()].flatMap(bordersOf);
      L.polyline(lines, { interactive: false, weight: 0.7, className: "bm-border" }).addTo(this.map);
      this.hatchWith(this.map.getPane("overlayPane").querySelector("svg"));
    }

    hatchWith(svg) {
      const pattern = vector("pattern", {
        id: this.hatch, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
      });
      pattern.append(vector("line", { class: "bm-hatch", x1: 0, y1: 0, x2: 0, y2: 7 }));
      const definitions = vector("defs", {});
      definitions.append(pattern);
      svg.prepend(definitions);
    }

    drawLakes() {
      const polygons = polygonsOf(this.scene.lakes, this.unit, this.turns);
      L.polygon(polygons, { interactive: false, weight: 0.4, fillOpacity: 1, className: "bm-lake" }).addTo(this.map);
    }

    drawDisputed(area) {
      const polygons = polygonsOf(area.shape, this.unit, this.turns);
      const layer = L.polygon(polygons, {
        stroke: false, fillColor: `url(#${this.hatch})`, fillOpacity: 0.8, className: "bm-disputed bm-mark",
      }).addTo(this.map);
      L.polyline(bordersOf(polygons), {
        interactive: false, weight: 1.3, dashArray: "5 3", className: "bm-disputed-border",
      }).addTo(this.map);
      const card = [["bm-name", area.name], ["", "disputed area"], ["bm-status", area.status], ["", area.facts]];
      this.mark(area, layer, card);
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
      const polygons = data.shape ? polygonsOf(data.shape, this.unit, this.turns) : this.shapes.get(data.id);
      if (!polygons.length) return null;
      const layer = L.polygon(polygons, { stroke: false, fillOpacity, className: `${className} bm-mark` });
      layer.addTo(this.map);
      L.polyline(bordersOf(polygons), {
        interactive: false, weight: className === "bm-area" ? 2 : 1.2, className: `${className}-border`,
        dashArray: className === "bm-loose" ? "5 4" : null,
      }).addTo(this.map);
      return layer;
    }

    drawDot(data) {
      const dot = L.circleMarker([data.lat, this.near(data.lon)], {
        radius: data.loose ? 4 : 6, weight: 2, fillOpacity: 1, className: `bm-point bm-mark${data.loose ? " bm-loose" : ""}`,
      }).addTo(this.map);
      this.dots = [...(this.dots ?? []), dot];
      return dot;
    }

    bringDotsForward() {
      for (const dot of this.dots ?? []) dot.bringToFront();
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
      layer.openPopup(L.latLng(data.lat, this.near(data.lon)));
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
      const point = L.latLng(data.lat, this.near(data.lon));
      const animate = !calm.matches;
      map.closePopup();
      if (data.bounds) {
        const bounds = this.windowOf(data.bounds);
        const zoom = Math.min(map.getBoundsZoom(bounds, false, L.point(40, 40)), 7);
        const seen = map.getBounds().intersects(bounds) && map.getZoom() <= zoom && zoom - map.getZoom() < 3.5;
        map.setView(point, seen ? map.getZoom() : zoom, { animate });
      } else {
        map.setView(point, Math.max(map.getZoom(), Math.min(5, map.getZoom() + 2)), { animate });
      }
      this.open(place);
      return true;
    }

    windowOf([west, south, east, north]) {
      const turn = this.near(west) - west;
      const end = this.crosses ? east + turn : Math.min(east, 180);
      return L.latLngBounds([south, west + turn], [north, end]);
    }

    // Names: the more often a place is named, the sooner it gets its label.

    label(text, className, lat, lon, places, rank, room) {
      const node = element("bdi", "", text.length > 40 ? `${text.slice(0, 39)}…` : text);
      const icon = L.divIcon({ className: `bm-label bm-label-${className}`, html: node, iconSize: null });
      const marker = L.marker([lat, this.near(lon)], { icon, interactive: false, keyboard: false }).addTo(this.map);
      marker.getElement().setAttribute("aria-hidden", "true");
      this.labels.push({ node, marker, places, rank, room, box: marker.getElement() });
    }

    labelMark(data) {
      const area = data.bounds != null;
      const water = data.kind === "sea" || data.kind === "physical";
      const className = water ? "water" : data.loose ? "loose" : !area ? "point" : data.kind === "country" ? "country" : "area";
      if (data.facts !== undefined) return;
      this.label(data.name, className, data.lat, data.lon, area ? WITHIN : BESIDE, 2000 + data.mentions);
    }

    labelDisputed(area) {
      const text = area.marked ? "disputed" : `${area.name} (disputed)`;
      const room = this.room(polygonsOf(area.shape, this.unit, [0]));
      this.label(text, "disputed", area.lat, area.lon, BELOW, 1000, { ...room, least: 0.35 });
    }

    labelNeighbour(country) {
      if (this.marks.has(country.id) || !this.shapes.has(country.id)) return;
      const room = this.room(this.shapes.get(country.id));
      this.label(country.name, "neighbour", country.lat, country.lon, [[0, 0]], room.size, { ...room, least: 1.05 });
    }

    // The width of the largest polygon, in degrees.
    room(polygons) {
      let best = { west: 0, east: 0, size: 0 };
      for (const [ring] of polygons) {
        const lons = ring.map((point) => point[1]);
        const lats = ring.map((point) => point[0]);
        const west = Math.min(...lons);
        const east = Math.max(...lons);
        const size = (east - west) * (Math.max(...lats) - Math.min(...lats));
        if (size > best.size) best = { west, east, size: Math.min(size, 900) };
      }
      return best;
    }

    declutter() {
      const { map } = this;
      const taken = (this.dots ?? []).map((dot) => {
        const { x, y } = map.latLngToLayerPoint(dot.getLatLng());
        return [x - 7, y - 7, x + 7, y + 7];
      });
      const perDegree = (256 * 2 ** map.getZoom()) / 360;
      for (const label of [...this.labels].sort((one, two) => two.rank - one.rank)) {
        const width = label.node.offsetWidth;
        const height = label.node.offsetHeight;
        const { x, y } = map.latLngToLayerPoint(label.marker.getLatLng());
        const roomy = !label.room || (label.room.east - label.room.west) * perDegree >= width * label.room.least;
        const spot = roomy && label.places.map(([right, down]) => {
          const left = x + right * 9 + (Math.sign(right) - 1) * width / 2;
          const top = y + down * 9 + (Math.sign(down) - 1) * height / 2;
          return [left, top, left + width, top + height];
        }).find((box) => !taken.some((other) => meet(box, other)));
        label.box.classList.toggle("bm-hidden", !spot);
        if (!spot) continue;
        taken.push(spot);
        label.node.style.transform = `translate(${spot[0] - x}px, ${spot[1] - y}px)`;
      }
    }

    // Controls

    furnish() {
      const { map } = this;
      L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
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
      if (!this.scene.words.legend.length) return element("div");
      const panel = this.panel("Legend", this.map.getSize().x > 620);
      const list = element("ul");
      for (const [sign, text] of this.scene.words.legend) {
        const item = element("li");
        item.append(this.swatch(sign), element("span", "", text));
        list.append(item);
      }
      panel.append(list);
      return panel;
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
        swatch.append(vector("rect", { ...box, class: "bm-loose-border", fill: "none", "stroke-dasharray": "4 3" }));
      } else {
        swatch.append(vector("rect", { ...box, class: `bm-${sign}`, "fill-opacity": sign === "area" ? 0.16 : 1 }));
        swatch.append(vector("rect", { ...box, class: `bm-${sign}-border`, fill: "none", "stroke-width": 1.5 }));
      }
      return swatch;
    }

    views() {
      const bar = element("div", "leaflet-bar bm-views");
      const everything = () => {
        const points = [...this.marks.values()].map(({ data }) => [data.lat, this.near(data.lon)]);
        this.map.fitBounds(L.latLngBounds(points).pad(0.15), { maxZoom: 6, animate: !calm.matches });
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
      map.on("zoomend", () => this.declutter());
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
      if (!this.fitted) {
        // Bounds only now: without a size Leaflet would pan back to where it was before.
        const middle = this.crosses ? this.middle : 0;
        this.fit();
        map.setMaxBounds([[-88, middle - 215], [88, middle + 215]]);
        this.fitted = true;
      }
      this.declutter();
    }
  }

  const WITHIN = [[0, 0], [0, 1], [0, -1], [0, 2], [0, -2], [2, 0], [-2, 0], [2, 1], [2, -1], [-2, 1], [-2, -1]];
  const BESIDE = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1]];
  const BELOW = [[0, 1.6], [0, -1.6], [2, 0], [-2, 0], [0, 3], [0, -3]];

  const meet = (one, two) => one[0] < two[2] && two[0] < one[2] && one[1] < two[3] && two[1] < one[3];

  // Draws a scene on a map that is there already.
  const attach = (map, id) => {
    map.getContainer().classList.add("briefing-map");
    map.setMinZoom(0.5).setMaxZoom(10);
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
