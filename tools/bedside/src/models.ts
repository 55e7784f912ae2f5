// What the page itself must know of drugs: names, usual doses, syringes, sources.
import drugs from 'virtual:drugs';
import references from 'virtual:references';
import syringes from 'virtual:syringes';

export interface DrugCard {
  name: string;
  title: string;
  code: string;
  unit: string;
  infusion?: [string, string];
  bolus?: [string, string];
  actions: { receptor: string; site: string }[];
  sources: string[];
}

export interface Reference {
  authors?: string;
  title?: string;
  journal?: string;
  year?: string;
  doi?: string;
}

export { drugs, references };

export function drugCard(name: string): DrugCard {
  const found = drugs.find((drug) => drug.name === name);
  if (found === undefined) throw new Error(`no drug ${name}`);
  return found;
}

export interface Amount {
  value: number;
  unit: string;
}

/// `0.5 ug/kg/min`.
export function amount(text: string): Amount {
  const at = text.indexOf(' ');
  return { value: Number(text.slice(0, at)), unit: text.slice(at + 1) };
}

const micrograms: Record<string, number> = { ng: 1e-3, ug: 1, mg: 1e3, g: 1e6, U: 1 };

/// What one of a dose unit is in ug/min (or U/min) for a patient of this weight.
export function perMinute(unit: string, weight: number): number {
  const [mass, ...per] = unit.split('/');
  let factor = micrograms[mass ?? ''] ?? Number.NaN;
  for (const part of per) {
    if (part === 'kg') factor *= weight;
    else if (part === 'h') factor /= 60;
    else if (part !== 'min') factor = Number.NaN;
  }
  return factor;
}

/// Concentration of a drug's syringe, ug/mL (or U/mL).
export function concentration(drug: string): number {
  const syringe = syringes[drug];
  if (syringe === undefined) return Number.NaN;
  const mass = amount(syringe.amount);
  return (mass.value * (micrograms[mass.unit] ?? Number.NaN)) / amount(syringe.volume).value;
}

export function syringeText(drug: string): string {
  const syringe = syringes[drug];
  return syringe === undefined ? '' : `${syringe.amount} / ${syringe.volume}`;
}

/// Pump rate (mL/h) of a dose.
export function pumpRate(drug: string, dose: number, unit: string, weight: number): number {
  return (dose * perMinute(unit, weight) * 60) / concentration(drug);
}

/// A number as people write doses: three significant digits, no exponent.
export function doseText(value: number): string {
  if (value === 0) return '0';
  return String(Number(value.toPrecision(3)));
}
