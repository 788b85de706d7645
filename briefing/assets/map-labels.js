// Places names on a map, as briefing/maps/placing.py does on paper: one after the other, the
// weightiest first; each stands at its place, or apart from it with a line that leads there, or
// nowhere. All numbers are pixels of the container.
"use strict";

window.briefingBoard = (() => {
  const AROUND = [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [-1, -1], [1, 1], [-1, 1]];
  const RINGS = [24, 38, 56, 80, 110, 150];
  const BEARINGS = [20, -20, 160, -160, 60, -60, 120, -120, 90, -90, 0, 180, 40, -40, 140, -140]
    .map((degrees) => (degrees * Math.PI) / 180);
  const LED = 14; // pixels from a place to its name, from which a line ties them
  const STEPS = 13; // of the grid on which a name is moved about inside an area
  const GAP = 2; // pixels that stay free around a name
  const CORNERS = [[-0.5, -0.5], [0.5, -0.5], [-0.5, 0.5], [0.5, 0.5]];

  const meet = (one, two) => one[0] < two[2] && two[0] < one[2] && one[1] < two[3] && two[1] < one[3];

  // Whether a point lies in rings, which may hold holes.
  const inRings = (rings, x, y) => {
    let inside = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const [one, two] = [ring[i], ring[j]];
        if (one.y > y !== two.y > y && x < ((two.x - one.x) * (y - one.y)) / (two.y - one.y) + one.x) {
          inside = !inside;
        }
      }
    }
    return inside;
  };

  class Board {
    constructor(width, height) {
      this.view = [0, 0, width, height];
      this.taken = [];
    }

    take(box) {
      this.taken.push(box);
    }

    isFree(box) {
      const [left, top, right, bottom] = this.view;
      if (box[0] < left || box[1] < top || box[2] > right || box[3] > bottom) return false;
      return !this.taken.some((other) => meet(box, other));
    }

    holds([x, y]) {
      const [left, top, right, bottom] = this.view;
      return x >= left && x <= right && y >= top && y <= bottom;
    }

    // Beside a dot, or farther off with a line to it.
    beside(size, spot, gap) {
      if (!this.holds(spot)) return null;
      for (const [across, down] of AROUND) {
        const slant = across && down ? 0.75 : 1;
        const placed = this.at(size, [
          spot[0] + across * (size[0] / 2 + gap * slant),
          spot[1] + down * (size[1] / 2 + gap * slant),
        ], spot);
        if (placed) return placed;
      }
      return this.around(size, spot);
    }

    // In an area, as near to a spot as may be, or near it with a line.
    within(size, spot, rings) {
      const spots = this.inside(size, spot, rings);
      for (const middle of spots) {
        const placed = this.at(size, middle, null);
        if (placed) return placed;
      }
      const anchor = this.holds(spot) && inRings(rings, ...spot) ? spot : spots[0];
      return anchor ? this.around(size, anchor) : null;
    }

    // At the edge of the map, as near as may be to a spot on it.
    along(size, spot) {
      const [, , width, height] = this.view;
      const half = [size[0] / 2 + GAP, size[1] / 2 + GAP];
      const x = Math.min(Math.max(spot[0], half[0]), width - half[0]);
      const y = Math.min(Math.max(spot[1], half[1]), height - half[1]);
      const upright = Math.min(x - half[0], width - half[0] - x) < Math.min(y - half[1], height - half[1] - y);
      for (let step = 0; step < 24; step += 1) {
        for (const way of step ? [1, -1] : [1]) {
          const slid = way * step * size[1] * 0.7;
          const placed = this.at(size, upright ? [x, y + slid] : [x + 2 * slid, y], null);
          if (placed) return placed;
        }
      }
      return null;
    }

    around(size, spot) {
      for (const ring of RINGS) {
        for (const bearing of BEARINGS) {
          const placed = this.at(size, [
            spot[0] + Math.cos(bearing) * (ring + size[0] / 2),
            spot[1] + Math.sin(bearing) * (ring + size[1] / 2),
          ], spot);
          if (placed) return placed;
        }
      }
      return null;
    }

    // Wherever there is room, as near as may be to a spot; a line to it may cross others.
    anywhere(size, spot, led) {
      const [, , width, height] = this.view;
      const spots = [];
      for (let x = size[0] / 2 + GAP; x < width - size[0] / 2; x += size[1]) {
        for (let y = size[1] / 2 + GAP; y < height - size[1] / 2; y += size[1] / 2) spots.push([x, y]);
      }
      const away = ([x, y]) => Math.hypot(x - spot[0], y - spot[1]);
      spots.sort((one, two) => away(one) - away(two));
      for (const middle of spots) {
        const placed = this.at(size, middle, led ? spot : null, true);
        if (placed) return placed;
      }
      return null;
    }

    // Takes the box around a middle, and the line from there to a spot, if both are free.
    at(size, middle, spot, crossing = false) {
      const [wide, high] = [size[0] / 2 + GAP, size[1] / 2 + GAP];
      const box = [middle[0] - wide, middle[1] - high, middle[0] + wide, middle[1] + high];
      if (!this.isFree(box)) return null;
      let lead = null;
      if (spot) {
        const end = [
          Math.min(Math.max(spot[0], box[0]), box[2]), Math.min(Math.max(spot[1], box[1]), box[3]),
        ];
        const length = Math.hypot(end[0] - spot[0], end[1] - spot[1]);
        if (length > LED) {
          lead = [spot, end];
          const beads = [];
          for (let way = 9; way < length - 3; way += 4) {
            const x = spot[0] + (way / length) * (end[0] - spot[0]);
            const y = spot[1] + (way / length) * (end[1] - spot[1]);
            beads.push([x - 1.5, y - 1.5, x + 1.5, y + 1.5]);
          }
          if (!crossing && !beads.every((bead) => this.isFree(bead))) return null;
          this.taken.push(...beads);
        }
      }
      this.take(box);
      return { middle, lead };
    }

    // Places for the middle of a name in an area: where most of it is inside come first.
    inside(size, spot, rings) {
      const [left, top, right, bottom] = this.view;
      const xs = rings.flatMap((ring) => ring.map(({ x }) => x));
      const ys = rings.flatMap((ring) => ring.map(({ y }) => y));
      const range = (values, low, high) => {
        const from = Math.max(values.reduce((a, b) => Math.min(a, b), Infinity), low);
        const to = Math.min(values.reduce((a, b) => Math.max(a, b), -Infinity), high);
        return Array.from({ length: STEPS }, (_, i) => from + (i / (STEPS - 1)) * (to - from));
      };
      const [across, down] = [range(xs, left, right), range(ys, top, bottom)];
      const spots = [spot, ...across.flatMap((x) => down.map((y) => [x, y]))];
      return spots
        .filter((each) => this.holds(each) && inRings(rings, ...each))
        .map((each) => {
          const held = CORNERS.filter(([a, b]) => inRings(rings, each[0] + a * size[0], each[1] + b * size[1])).length;
          return { each, held, away: Math.hypot(each[0] - spot[0], each[1] - spot[1]) };
        })
        .sort((one, two) => two.held - one.held || one.away - two.away)
        .map(({ each }) => each);
    }
  }

  return Board;
})();
