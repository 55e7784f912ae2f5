// The page is whole without this: it only adds values under the pointer and switches for arms.
'use strict';

const svgNamespace = 'http://www.w3.org/2000/svg';

function timeOrNumber(x, unit) {
  if (unit !== 'min') return String(x);
  const hours = Math.floor(x / 60);
  const minutes = Math.round(x - 60 * hours);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes} min`;
}

function nearest(xs, x) {
  let best = 0;
  for (let i = 1; i < xs.length; ++i) {
    if (Math.abs(xs[i] - x) < Math.abs(xs[best] - x)) best = i;
  }
  return best;
}

function under(plots, place) {
  return plots.find(({box: [left, top, width, height]}) =>
    place.x >= left && place.x <= left + width && place.y >= top - 14 && place.y <= top + height);
}

function say(output, words) {
  output.replaceChildren(...words.map((word) => {
    const part = document.createElement('span');
    part.textContent = word;
    return part;
  }));
}

function follow(figure) {
  const data = figure.querySelector('script[type="application/json"]');
  const svg = figure.querySelector('svg');
  const output = figure.querySelector('output');
  if (!data || !svg || !output) return;
  const plots = JSON.parse(data.textContent);
  const cursor = document.createElementNS(svgNamespace, 'line');
  cursor.setAttribute('class', 'rule cursor');
  cursor.setAttribute('visibility', 'hidden');
  svg.append(cursor);
  svg.addEventListener('pointermove', (event) => {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const plot = under(plots, place);
    if (!plot) return;
    const [left, top, width, height] = plot.box;
    const [low, high] = plot.span;
    const x = low + (place.x - left) / width * (high - low);
    const index = nearest(plot.traces[0].x, x);
    const at = plot.traces[0].x[index];
    const across = left + (at - low) / (high - low) * width;
    for (const [name, value] of [['x1', across], ['x2', across], ['y1', top], ['y2', top + height]]) {
      cursor.setAttribute(name, value);
    }
    cursor.setAttribute('visibility', 'visible');
    say(output, [timeOrNumber(at, plot.across), ...plot.traces.map((trace) => {
      const value = trace.y[nearest(trace.x, at)];
      return `${trace.name}: ${value === null ? '–' : value} ${trace.unit}`;
    })]);
  });
  svg.addEventListener('pointerleave', () => {
    cursor.setAttribute('visibility', 'hidden');
    output.replaceChildren();
  });
}

function offer(switches) {
  switches.hidden = false;
  for (const box of switches.querySelectorAll('input')) {
    box.addEventListener('change', () => {
      for (const mark of document.querySelectorAll(`svg .${box.dataset.look}`)) {
        mark.style.visibility = box.checked ? '' : 'hidden';
      }
    });
  }
}

document.querySelectorAll('figure').forEach(follow);
document.querySelectorAll('.switches').forEach(offer);
