// The two projections of briefing/maps/projection.py, as a coordinate system for Leaflet: Lambert's
// azimuthal equal-area about a middle, and Equal Earth (Šavrič, Patterson and Jenny 2018).
// Everything on the map keeps its degrees; only here do they become metres of the map.
"use strict";

window.briefingProjection = (() => {
  const RADIUS = 6371008.8; // metres
  const REACH = 150; // degrees around its middle that an azimuthal map shows
  const AROUND = 2 * Math.PI * RADIUS; // metres that 256 pixels span at zoom 0
  const RADIAN = Math.PI / 180;
  const clamp = (value, limit) => Math.min(Math.max(value, -limit), limit);

  const azimuthal = (lon0, lat0) => {
    const [sin0, cos0] = [Math.sin(lat0 * RADIAN), Math.cos(lat0 * RADIAN)];
    return {
      project({ lat, lng }) {
        const [sin, cos] = [Math.sin(lat * RADIAN), Math.cos(lat * RADIAN)];
        const turn = (lng - lon0) * RADIAN;
        const near = sin0 * sin + cos0 * cos * Math.cos(turn);
        const scale = RADIUS * Math.sqrt(2 / Math.max(1 + near, 1e-9));
        return L.point(
          scale * cos * Math.sin(turn), scale * (cos0 * sin - sin0 * cos * Math.cos(turn)),
        );
      },
      unproject({ x, y }) {
        const away = Math.hypot(x, y);
        if (!away) return L.latLng(lat0, lon0);
        const angle = 2 * Math.asin(Math.min(away / (2 * RADIUS), 0.9999));
        const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
        const lat = Math.asin(clamp(cos * sin0 + (y / away) * sin * cos0, 1)) / RADIAN;
        const turn = Math.atan2(x * sin, away * cos0 * cos - y * sin0 * sin) / RADIAN;
        return L.latLng(lat, lon0 + turn);
      },
      rim: () => Array.from({ length: 180 }, (_, i) => [
        2 * RADIUS * Math.sin((REACH / 2) * RADIAN) * Math.cos(2 * i * RADIAN),
        2 * RADIUS * Math.sin((REACH / 2) * RADIAN) * Math.sin(2 * i * RADIAN),
      ]),
    };
  };

  const equalEarth = (lon0) => {
    const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
    const M = Math.sqrt(3) / 2;
    const high = (t) => t * (A1 + t * t * (A2 + t ** 4 * (A3 + A4 * t * t)));
    const slope = (t) => A1 + t * t * (3 * A2 + t ** 4 * (7 * A3 + 9 * A4 * t * t));
    const wide = (t) => Math.cos(t) / (M * slope(t));
    const wrapped = (turn) => (turn > 180 ? turn - 360 : turn < -180 ? turn + 360 : turn);
    const project = ({ lat, lng }) => {
      const t = Math.asin(M * Math.sin(lat * RADIAN));
      return L.point(RADIUS * wrapped(lng - lon0) * RADIAN * wide(t), RADIUS * high(t));
    };
    return {
      project,
      unproject({ x, y }) {
        let t = clamp(y / RADIUS, high(Math.PI / 3)) / A1;
        for (let i = 0; i < 8; i += 1) {
          t = clamp(t - (high(t) - clamp(y / RADIUS, high(Math.PI / 3))) / slope(t), Math.PI / 3);
        }
        const turn = clamp(x / (RADIUS * wide(t)) / RADIAN, 180);
        return L.latLng(Math.asin(clamp(Math.sin(t) / M, 1)) / RADIAN, lon0 + turn);
      },
      rim() {
        const lats = Array.from({ length: 91 }, (_, i) => 2 * i - 90);
        const east = lats.map((lat) => project({ lat, lng: lon0 + 180 }));
        const side = (way) => east.map(({ x, y }) => [way * Math.abs(x), y]);
        return [...side(1), ...side(-1).reverse()];
      },
    };
  };

  // frame: {projection, lon, lat, rectangle}, as briefing/maps/frame.py writes it.
  return ({ projection, lon, lat }) => {
    const plane = projection === "laea" ? azimuthal(lon, lat) : equalEarth(lon);
    return L.extend({}, L.CRS.Earth, {
      code: `briefing:${projection}`,
      projection: plane,
      transformation: new L.Transformation(1 / AROUND, 0.5, -1 / AROUND, 0.5),
      metres: AROUND / 256,
    });
  };
})();
