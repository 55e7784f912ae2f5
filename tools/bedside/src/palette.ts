// One colour a drug, the same in every panel.
import { drugs } from './models';
import { colour } from './dom';

const order = ['norepinephrine', 'phenylephrine', 'dexmedetomidine', 'propofol', 'vasopressin', 'epinephrine', 'clonidine', 'angiotensin2'];

/// Name of the style variable of a drug.
export function toneName(drug: string): string {
  const at = order.indexOf(drug);
  const place = at >= 0 ? at : drugs.findIndex((card) => card.name === drug);
  return ['s2', 's1', 's3', 's4', 's7', 's5', 's6', 's8'][Math.max(place, 0) % 8] as string;
}

export function tone(drug: string): string {
  return colour(toneName(drug));
}
