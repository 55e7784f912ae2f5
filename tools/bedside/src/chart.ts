// A plain line chart on a canvas, for what is no trend in time.
import { colour, sharpen } from './dom';

export interface Line {
  points: [number, number][];
  tone: string;
  width?: number;
  dash?: number[];
}

export interface ChartPlan {
  x: [number, number];
  y: [number, number];
  xTitle: string;
  yTitle: string;
  lines: Line[];
  dots?: { at: [number, number]; tone: string; hollow?: boolean; size?: number }[];
  marks?: { x?: number; y?: number; tone: string; text?: string }[];
  bars?: { from: number; to: number; height: number; tone: string }[];
}

/// Round steps, about `count` of them.
export function ticks(low: number, high: number, count: number): number[] {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((f) => f * power).find((f) => f >= raw) ?? power * 10;
  const made: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; ++i) made.push(Number((i * step).toPrecision(12)));
  return made;
}

export function drawChart(canvas: HTMLCanvasElement, plan: ChartPlan): void {
  const { pen, width, height } = sharpen(canvas);
  const left = 46;
  const right = width - 12;
  const top = 22;
  const bottom = height - 34;
  const x = (value: number): number => left + ((value - plan.x[0]) / (plan.x[1] - plan.x[0])) * (right - left);
  const y = (value: number): number => bottom - ((value - plan.y[0]) / (plan.y[1] - plan.y[0])) * (bottom - top);
  pen.clearRect(0, 0, width, height);
  pen.font = '12px system-ui, sans-serif';
  pen.lineWidth = 1;
  pen.strokeStyle = colour('line');
  pen.fillStyle = colour('soft');
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  for (const at of ticks(plan.y[0], plan.y[1], Math.max(2, height / 60))) {
    pen.beginPath(); pen.moveTo(left, y(at)); pen.lineTo(right, y(at)); pen.stroke();
    pen.fillText(String(at), left - 6, y(at));
  }
  pen.textAlign = 'center';
  pen.textBaseline = 'top';
  for (const at of ticks(plan.x[0], plan.x[1], Math.max(2, width / 90))) {
    pen.beginPath(); pen.moveTo(x(at), bottom); pen.lineTo(x(at), bottom + 4); pen.stroke();
    pen.fillText(String(at), x(at), bottom + 6);
  }
  pen.textAlign = 'right';
  pen.fillText(plan.xTitle, right, height - 14);
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  pen.fillText(plan.yTitle, 6, 13);
  pen.save();
  pen.beginPath();
  pen.rect(left, top - 4, right - left, bottom - top + 8);
  pen.clip();
  for (const bar of plan.bars ?? []) {
    pen.fillStyle = bar.tone;
    pen.fillRect(x(bar.from) + 0.5, y(bar.height), Math.max(x(bar.to) - x(bar.from) - 1, 1), y(0) - y(bar.height));
  }
  for (const line of plan.lines) {
    pen.strokeStyle = line.tone;
    pen.lineWidth = line.width ?? 2;
    pen.setLineDash(line.dash ?? []);
    pen.beginPath();
    line.points.forEach(([px, py], i) => (i === 0 ? pen.moveTo(x(px), y(py)) : pen.lineTo(x(px), y(py))));
    pen.stroke();
  }
  pen.setLineDash([]);
  for (const dot of plan.dots ?? []) {
    pen.beginPath();
    pen.arc(x(dot.at[0]), y(dot.at[1]), dot.size ?? 6, 0, 2 * Math.PI);
    if (dot.hollow) { pen.strokeStyle = dot.tone; pen.lineWidth = 2; pen.stroke(); }
    else { pen.fillStyle = dot.tone; pen.fill(); }
  }
  pen.restore();
  for (const mark of plan.marks ?? []) {
    pen.strokeStyle = mark.tone;
    pen.fillStyle = mark.tone;
    pen.lineWidth = 1.5;
    pen.setLineDash([5, 4]);
    pen.beginPath();
    if (mark.x !== undefined) { pen.moveTo(x(mark.x), top); pen.lineTo(x(mark.x), bottom); }
    if (mark.y !== undefined) { pen.moveTo(left, y(mark.y)); pen.lineTo(right, y(mark.y)); }
    pen.stroke();
    pen.setLineDash([]);
    if (mark.text !== undefined) {
      const px = mark.x === undefined ? right - 4 : x(mark.x) + 4;
      const py = mark.y === undefined ? top + 10 : y(mark.y) - 4;
      pen.textAlign = mark.x === undefined || px > right - 110 ? 'right' : 'left';
      pen.fillText(mark.text, mark.x !== undefined && px > right - 110 ? px - 8 : px, py);
    }
  }
}
