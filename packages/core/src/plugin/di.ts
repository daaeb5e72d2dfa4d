import "reflect-metadata";
import type { DependencyContainer } from "tsyringe";
import { container, inject as tsyringeInject, injectable as tsyringeInjectable } from "tsyringe";

declare const service: unique symbol;

/** Names a service and its type. The same id gives the same token in every copy of core. */
export type Token<T> = symbol & { readonly [service]?: (value: T) => T };

/** Makes the token of a service; `id` is `<package>/<Service>`. */
export function createToken<T>(id: `${string}/${string}`): Token<T> {
  return Symbol.for(`@qmmm/${id}`) as Token<T>;
}

/** A class that a scope can build: every constructor parameter carries `@inject(TOKEN)`. */
export type Injectable<T> = new (...parameters: never[]) => T;

/** Marks a class whose constructor parameters a scope supplies. */
export function injectable(): ClassDecorator {
  return tsyringeInjectable() as ClassDecorator;
}

/** Names the service that a constructor parameter receives. */
export function inject<T>(token: Token<T>): ParameterDecorator {
  return tsyringeInject(token as symbol) as ParameterDecorator;
}

/** Where services live: one scope per simulation and, below it, one per level of theory. Looks upwards for what it lacks. */
export interface Scope {
  readonly name: string;
  /** Value or instance of a token, or a class built with its injected parameters. */
  resolve<T>(what: Token<T> | Injectable<T>): T;
  has<T>(token: Token<T>): boolean;
  /** @throws Error when the token already has a provider in this very scope. */
  provideValue<T>(token: Token<T>, value: T): void;
  /** Built on first use, then shared within this scope. */
  provideFactory<T>(token: Token<T>, create: (scope: Scope) => T): void;
  child(name: string): Scope;
  /** Registers something to release when the scope ends; released in reverse order. */
  own(resource: Disposable | AsyncDisposable): void;
  /** Releases what this scope and its children own, latest first. Safe to call twice. */
  dispose(): Promise<void>;
}

class ContainerScope implements Scope {
  private readonly owned: (Disposable | AsyncDisposable | { readonly scope: Scope })[] = [];
  private readonly claimed = new Set<symbol>();

  constructor(
    readonly name: string,
    private readonly inner: DependencyContainer,
  ) {}

  resolve<T>(what: Token<T> | Injectable<T>): T {
    if (typeof what === "symbol" && !this.inner.isRegistered(what, true)) {
      throw new Error(`Nothing provides ${String(what.description)} in scope ${this.name}`);
    }
    return this.inner.resolve(what as symbol) as T;
  }

  has<T>(token: Token<T>): boolean {
    return this.inner.isRegistered(token as symbol, true);
  }

  private claim(token: symbol): void {
    if (this.claimed.has(token))
      throw new Error(`${String(token.description)} is already provided in scope ${this.name}`);
    this.claimed.add(token);
  }

  provideValue<T>(token: Token<T>, value: T): void {
    this.claim(token as symbol);
    this.inner.register(token as symbol, { useValue: value });
  }

  provideFactory<T>(token: Token<T>, create: (scope: Scope) => T): void {
    this.claim(token as symbol);
    let made: { readonly value: T } | undefined;
    this.inner.register(token as symbol, { useFactory: () => (made ??= { value: create(this) }).value });
  }

  child(name: string): Scope {
    const scope = new ContainerScope(`${this.name}/${name}`, this.inner.createChildContainer());
    this.owned.push({ scope });
    return scope;
  }

  own(resource: Disposable | AsyncDisposable): void {
    this.owned.push(resource);
  }

  async dispose(): Promise<void> {
    for (let item = this.owned.pop(); item !== undefined; item = this.owned.pop()) {
      if ("scope" in item) await item.scope.dispose();
      else if (Symbol.asyncDispose in item) await item[Symbol.asyncDispose]();
      else item[Symbol.dispose]();
    }
  }
}

/** Makes a scope without parents' services. */
export function createScope(name: string): Scope {
  return new ContainerScope(name, container.createChildContainer());
}
