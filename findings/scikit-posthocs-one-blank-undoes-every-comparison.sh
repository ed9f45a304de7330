#!/usr/bin/env bash
# scikit-posthocs: one blank in one group leaves no p value at all, even between two other groups.
#
# Version:   scikit-posthocs 0.17.1
# Expected:  posthoc_mannwhitney leaves blanks out, as posthoc_dunn and posthoc_conover do
# Seen:      the comparisons of the group with the blank become NaN; and adjusted by Benjamini and Hochberg, that of the
#            two whole groups as well. Nothing is said
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scikit-posthocs==0.17.1 pandas==3.1.1
venv/bin/python - <<'PYTHON'
from importlib.metadata import version
from math import isnan, nan

import scikit_posthocs

whole = [[2, 3, 4, 5], [5, 6, 7, 8.0]]
dunn, dunn_blank = (
    scikit_posthocs.posthoc_dunn([[1, 2, 3, 4, *blank], *whole], p_adjust="fdr_bh").values for blank in ([], [nan])
)
plain, adjusted = (
    scikit_posthocs.posthoc_mannwhitney([[1, 2, 3, 4, nan], *whole], p_adjust=way).values for way in (None, "fdr_bh")
)
print(version("scikit-posthocs"), plain.round(4).tolist(), adjusted.round(4).tolist())
assert (dunn == dunn_blank).all()
assert isnan(plain[0, 1])
assert 0.04 < plain[1, 2] < 0.05
assert isnan(adjusted[1, 2])
PYTHON
