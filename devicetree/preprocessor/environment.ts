/**
 * The macros that stand at a point of a run, as one object: two runs that carried out the same directives on the same versions of
 * files have the same object there, so what a file gave in one of them it gives in the other.
 */

export interface Environment {
  /** Behind a definition or a file that is shut, by the object that stands for it. */
  readonly next: WeakMap<object, Environment>;
  /** Behind the end of a macro, by its name. */
  readonly without: Map<string, Environment>;
}

/** An environment that is like no other. */
export function newEnvironment(): Environment {
  return { next: new WeakMap(), without: new Map() };
}

/** Behind a step; `step` stands for it as long as its file has the same version. */
export function environmentAfter(environment: Environment, step: object): Environment {
  let after = environment.next.get(step);
  if (after === undefined) environment.next.set(step, (after = newEnvironment()));
  return after;
}

export function environmentWithout(environment: Environment, name: string): Environment {
  let after = environment.without.get(name);
  if (after === undefined) environment.without.set(name, (after = newEnvironment()));
  return after;
}
