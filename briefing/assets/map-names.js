// The names on the map: who gets one, in what order, and where; anew whenever the view changes.
// The subject of the story comes first, then its disputes and main actors, then what lies outside
// the view, named at its edge, then all others and the neighbours.
"use strict";

window.briefingNames = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const RANKS = { subject: 6000, main: 4000, other: 2000 };
  const DISPUTE = 5000;
  const LONGEST = 40;
  const TINY = 500; // square pixels: an area that is drawn so small is named as a dot is
  const MOST_AWAY = 5; // places outside the view that are named at its edge
  const EDGE = 22; // pixels beside such a name, for its arrow
  const QUIET = 0.0025; // of the view: a disputed area of no part in the story is named above that
  const DEGREE = 111195; // metres
  const ROOMY = [0, -1, 1, -2, 2]; // lines up and down, where a neighbour has room for its name

  const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

  class Names {
    constructor(chart) {
      this.chart = chart;
      this.map = chart.map;
      this.pane = this.map.createPane("bm-names");
      this.pane.setAttribute("aria-hidden", "true");
      this.lines = document.createElementNS(SVG, "svg");
      this.lines.setAttribute("class", "bm-leads");
      this.pane.append(this.lines);
      this.names = [];
      this.away = [];
      this.map.on("zoomanim", () => this.pane.classList.add("bm-hidden"));
    }

    // One name: its node, and how it finds its place on a board.
    add(text, className, rank, place, put) {
      const node = document.createElement("div");
      node.className = `bm-label bm-label-${className}`;
      const name = document.createElement("bdi");
      name.textContent = short(text);
      node.append(name);
      if (place) node.dataset.label = place;
      this.pane.append(node);
      const label = { node, name, rank, put };
      this.names.push(label);
      return label;
    }

    mark(data, layer, isDot) {
      const water = data.kind === "sea" || data.kind === "physical";
      const kind = water ? "water" : data.loose ? "loose" : isDot && data.kind !== "country" ? "point"
        : data.kind === "country" ? "country" : "area";
      const rank = RANKS[data.role] + Math.min(data.mentions, 999);
      const label = this.add(data.name, `${kind} bm-${data.role}`, rank, data.id, (board, size) => {
        const spot = this.spot(data);
        const rings = isDot ? [] : this.seen(layer, board);
        if (!isDot && rings.length && this.size(rings) >= TINY) return board.within(size, spot, rings);
        return board.beside(size, spot, 6 + (layer.options.radius ?? Math.sqrt(this.size(rings)) / 2));
      });
      label.data = data;
      label.shown = (board) => board.holds(this.spot(data)) || (!isDot && this.seen(layer, board).some(
        (ring) => ring.some(({ x, y }) => board.holds([x, y])),
      ));
    }

    dispute(area, layer) {
      const text = area.marked ? "disputed" : `${area.name} (disputed)`;
      const rank = area.contested ? DISPUTE : 1000;
      this.add(text, "disputed", rank, area.id, (board, size) => {
        const rings = this.seen(layer, board);
        const share = this.size(rings) / (board.view[2] * board.view[3]);
        if (!rings.length || share < (area.contested || area.marked ? QUIET / 30 : QUIET)) return null;
        return board.beside(size, this.spot(area), 6 + Math.min(Math.sqrt(this.size(rings)) / 2, 40));
      });
    }

    neighbour(country, width) {
      this.add(country.name, "neighbour", Math.min(width / DEGREE, 900), country.id, (board, size) => {
        const room = width / this.map.options.crs.metres * 2 ** this.map.getZoom();
        const [x, y] = this.spot(country);
        if (room < size[0] * 1.05 || !board.holds([x, y])) return null;
        const [tries, step] = [room > 3 * size[0] ? ROOMY : [0], size[1] + 4];
        return tries.reduce((placed, lines) => placed ?? board.at(size, [x, y + lines * step], null), null);
      });
    }

    spot({ lat, lon }) {
      const { x, y } = this.map.latLngToContainerPoint([lat, lon]);
      return [x, y];
    }

    // The point of the view that is nearest to a spot.
    held(board, [x, y]) {
      const [left, top, right, bottom] = board.view;
      return [Math.min(Math.max(x, left + 8), right - 8), Math.min(Math.max(y, top + 8), bottom - 8)];
    }

    // The rings of a polygon as the view shows them, in pixels of the container.
    seen(layer) {
      const offset = this.map.containerPointToLayerPoint([0, 0]);
      return (layer._parts ?? []).map((ring) => ring.map((point) => point.subtract(offset)));
    }

    size(rings) {
      return rings.reduce((sum, ring) => sum + Math.abs(ring.reduce((area, one, i) => {
        const two = ring[(i + 1) % ring.length];
        return area + (one.x * two.y - two.x * one.y) / 2;
      }, 0)), 0);
    }

    board() {
      const { x, y } = this.map.getSize();
      const board = new window.briefingBoard(x, y);
      const frame = this.map.getContainer().getBoundingClientRect();
      for (const control of this.map.getContainer().querySelectorAll(".leaflet-control")) {
        const { left, top, right, bottom } = control.getBoundingClientRect();
        if (right > left && bottom > top) {
          board.take([left - frame.left - 3, top - frame.top - 3, right - frame.left + 3, bottom - frame.top + 3]);
        }
      }
      for (const dot of this.chart.dots) {
        const point = this.map.latLngToContainerPoint(dot.getLatLng());
        const reach = dot.options.radius + 2;
        board.take([point.x - reach, point.y - reach, point.x + reach, point.y + reach]);
      }
      return board;
    }

    place() {
      const board = this.board();
      this.lines.replaceChildren();
      for (const away of this.away) away.remove();
      this.away = [];
      this.pane.classList.remove("bm-hidden");
      this.offset = this.map.containerPointToLayerPoint([0, 0]);
      const outside = this.names.filter((name) => name.data && !name.shown(board));
      const order = [...this.names].sort((one, two) => two.rank - one.rank);
      let told = false;
      for (const label of order) {
        if (!told && label.rank < RANKS.main) {
          this.tell(board, outside);
          told = true;
        }
        const size = [label.name.offsetWidth, label.name.offsetHeight];
        const gone = outside.includes(label);
        let placed = gone ? null : label.put(board, size);
        if (!placed && !gone && label.data?.role === "subject") {
          placed = board.anywhere(size, this.held(board, this.spot(label.data)), true);
        }
        this.show(label, placed);
      }
      if (!told) this.tell(board, outside);
      this.chart.outside(outside.map(({ data }) => data));
    }

    show({ node, name }, placed) {
      node.classList.toggle("bm-hidden", !placed);
      if (!placed) return;
      const x = placed.middle[0] - name.offsetWidth / 2 + this.offset.x;
      const y = placed.middle[1] - name.offsetHeight / 2 + this.offset.y;
      node.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
      node.dataset.lead = placed.lead ? "true" : "false";
      if (placed.lead) this.lead(placed.lead, node);
    }

    lead([[x1, y1], [x2, y2]], node) {
      const line = document.createElementNS(SVG, "line");
      const { x, y } = this.offset;
      const ends = { x1: x1 + x, y1: y1 + y, x2: x2 + x, y2: y2 + y };
      for (const [key, value] of Object.entries(ends)) line.setAttribute(key, value);
      line.setAttribute("class", node.className.replace("bm-label ", "").replaceAll("bm-label-", "bm-lead-"));
      this.lines.append(line);
    }

    // What lies outside the view, at its edge, with an arrow towards it.
    tell(board, outside) {
      const [, , width, height] = board.view;
      const firm = outside.filter(({ data }) => !data.loose).sort((one, two) => two.rank - one.rank);
      for (const { data } of firm.slice(0, MOST_AWAY)) {
        const node = document.createElement("button");
        node.type = "button";
        node.tabIndex = -1;
        node.className = "bm-away";
        node.textContent = short(data.name);
        this.pane.append(node);
        this.away.push(node);
        const size = [node.offsetWidth + EDGE, node.offsetHeight];
        const way = this.wayTo(data, width, height);
        const reach = Math.min((width / 2 - 8) / Math.abs(way[0]), (height / 2 - 8) / Math.abs(way[1]));
        const edge = [width / 2 + way[0] * reach, height / 2 + way[1] * reach];
        const placed = board.along(size, edge) ?? (data.role === "subject" ? board.anywhere(size, edge, false) : null);
        if (!placed) {
          node.remove();
          continue;
        }
        const right = way[0] >= 0;
        const left = placed.middle[0] - size[0] / 2 + (right ? 0 : EDGE) + this.offset.x;
        const top = placed.middle[1] - size[1] / 2 + this.offset.y;
        node.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
        node.addEventListener("click", (event) => {
          L.DomEvent.stop(event);
          this.chart.show(data.id);
        });
        L.DomEvent.disableClickPropagation(node);
        this.arrow(placed.middle[0] + (right ? 1 : -1) * (size[0] - EDGE) / 2, placed.middle[1], way);
      }
    }

    wayTo(data, width, height) {
      const [x, y] = this.spot(data);
      const away = Math.hypot(x - width / 2, y - height / 2) || 1;
      return [(x - width / 2) / away || 1e-9, (y - height / 2) / away || 1e-9];
    }

    arrow(x, y, [across, down]) {
      const arrow = document.createElementNS(SVG, "path");
      const turn = (Math.atan2(down, across) * 180) / Math.PI;
      arrow.setAttribute("class", "bm-arrow");
      arrow.setAttribute("d", "M-6-1.2H1V-5L7 0L1 5V1.2H-6Z");
      arrow.setAttribute("transform", `translate(${x + this.offset.x} ${y + this.offset.y}) rotate(${turn})`);
      this.lines.append(arrow);
    }
  }

  return Names;
})();
