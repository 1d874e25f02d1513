// The built package, as a program that depends on it gets it.
let copies = 0;

/** A fresh copy of our package in this process, with a core of its own. */
export function ourSDK() {
  copies += 1;
  return import(`../../dist/node.js?copy=${copies}`);
}
