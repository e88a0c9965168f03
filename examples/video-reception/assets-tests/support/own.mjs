import { load } from "../../../server-kit/assets-tests/support/load.mjs";

/** Imports a module of the pages that needs no document. */
export function own(path) {
  return load(new URL(`../../assets/js/${path}`, import.meta.url));
}
