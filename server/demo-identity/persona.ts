/** An invented person (演示人物) as the choice page shows them. */
export interface Persona {
  readonly id: string
  readonly name: string
  readonly kind: 'citizen' | 'officer'
  /** A few words on what can be tried with them. */
  readonly note: string
  readonly group: string
}
