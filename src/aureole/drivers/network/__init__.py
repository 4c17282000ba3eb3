"""A network drives: any network that is given as an ONNX file and keeps the contract of its names."""
