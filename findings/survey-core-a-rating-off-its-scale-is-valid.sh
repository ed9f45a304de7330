#!/usr/bin/env bash
# survey-core: a rating of 9 on a scale from 0 to 5 is valid, and kept.
#
# Version:   survey-core 3.1.1
# Expected:  validate() refuses an answer that the question does not offer, or completing the survey drops it
# Seen:      a number above its max is refused, and a choice or a cell of a matrix that is not offered is dropped; but
#            a rating off its scale passes and is among the results
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund survey-core@3.1.1
node - <<'NODE'
const assert = require("node:assert");
const { Model } = require("survey-core");

const elements = [
  { type: "rating", name: "rating", rateMin: 0, rateMax: 5 },
  { type: "text", name: "number", inputType: "number", min: 0, max: 5 },
  { type: "radiogroup", name: "choice", choices: [0, 1, 2, 3, 4, 5] },
  { type: "matrix", name: "matrix", columns: [0, 1, 2, 3, 4, 5], rows: ["r"] },
];
const seen = {};
for (const [name, value] of Object.entries({ rating: 9, number: 9, choice: 9, matrix: { r: 9 } })) {
  const survey = new Model({ elements });
  survey.data = { [name]: value };
  const valid = survey.validate();
  survey.doComplete();
  seen[name] = [valid, survey.data[name] ?? "dropped"];
}
console.log("survey-core 3.1.1", seen);
assert.deepStrictEqual(seen, {
  rating: [true, 9],
  number: [false, 9],
  choice: [true, "dropped"],
  matrix: [true, "dropped"],
});
NODE
