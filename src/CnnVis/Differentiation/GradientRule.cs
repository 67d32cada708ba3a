namespace CnnVis;

/// <summary>
/// How the gradient crosses one operator towards one of its inputs: given dL/dy, emits nodes for dL/dx. A rule never asks whether its result
/// is needed, sums nothing up and undoes no broadcasting of ONNX's elementwise operators: the engine does.
/// </summary>
/// <param name="scope">The node: its inputs, outputs, attributes, shapes and dL/dy.</param>
/// <returns>dL/dx, of the input's shape (of the output's where an elementwise operator broadcasts).</returns>
public delegate GraphValue GradientRule(GradientScope scope);

/// <summary>A <see cref="GradientRule"/> for operators that take any number of inputs.</summary>
/// <param name="scope">The node.</param>
/// <param name="input">The input's position.</param>
/// <returns>dL/dx of that input.</returns>
public delegate GraphValue GradientRuleOfAnyInput(GradientScope scope, int input);
