namespace CnnVis.Runtime;

/// <summary>A tensor of an earlier run that an input of a graph takes.</summary>
/// <param name="Input">The input.</param>
/// <param name="Run">The run.</param>
/// <param name="Name">The tensor's name there.</param>
internal readonly record struct EarlierTensor(string Input, TensorRun Run, string Name);
