# What lesson 00 says, as assertions over its variables; run in its kernel, for three seeds.
import numpy as np
from sklearn.neighbors import KNeighborsClassifier

codes = {split: model.encode(getattr(data, f"x_{split}")) for split in ("train", "val")}
knn = KNeighborsClassifier(15).fit(codes["train"], data.y_train)
same = knn.score(codes["val"], data.y_val)
assert same > 0.4, f"'similar images close together': neighbours agree on only {same:.0%}"
assert np.abs(codes["train"]).max() < 12, "the map has one scale"
