namespace CnnVis.Methods;

/// <summary>How a signal passes a ReLU on its way back, when it is not the gradient.</summary>
/// <param name="arriving">What arrives at the ReLU's output.</param>
/// <param name="gradient">What the gradient's rule would pass on.</param>
internal delegate GraphValue ReluPass(GraphValue arriving, GraphValue gradient);
