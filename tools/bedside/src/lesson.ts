// A lesson: a patient, things to do, questions, a debrief against an alternative (lessons/*.yaml).
import type { Action, PatientSheet } from './scenario';

export interface Question {
  ask: string;
  options: string[];
  /// index from 1
  answer: number;
  why: string;
  points: number;
}

/// Points of an endpoint (`dose`, or one of its times, `pe_ratio@6h`): all of them at `full`, none at
/// `none`, on a line between. Without points it is only told.
export interface Aim {
  endpoint: string;
  say: string;
  full: number;
  none: number;
  points: number;
}

export interface Alternative {
  title: string;
  /// Another patient; its keys go over those of the lesson.
  patient?: Record<string, string | number>;
  parameters?: Record<string, string | number>;
  hypothesis?: string;
  /// `same`: what the learner did.
  actions: Action[] | 'same';
  why: string;
}

export interface Lesson extends PatientSheet {
  id: string;
  title: string;
  story: string;
  goals: string[];
  /// Length of the session, `90 min`.
  horizon: string;
  /// min that must have been watched before the debrief
  atLeast: number;
  drugs: string[];
  hints: string[];
  questions: Question[];
  aims: Aim[];
  /// What the learner does not see before the debrief: text by name.
  hidden: Record<string, string>;
  alternative: Alternative;
  debrief: string;
}
