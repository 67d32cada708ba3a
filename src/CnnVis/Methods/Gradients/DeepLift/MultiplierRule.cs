namespace CnnVis.Methods;

/// <summary>How a multiplier crosses one operator towards one of its inputs.</summary>
/// <param name="g">The node; what arrives is the multiplier of its output.</param>
/// <param name="input">The input's position.</param>
/// <param name="gradient">The rule by which a gradient would cross it.</param>
internal delegate GraphValue MultiplierRule(GradientScope g, int input, GradientRule gradient);
