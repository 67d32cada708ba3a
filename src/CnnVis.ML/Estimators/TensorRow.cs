using Microsoft.ML.Data;

namespace CnnVis.ML.Estimators;

/// <summary>What CustomMapping reads from a column of numbers.</summary>
internal sealed class TensorRow
{
    public VBuffer<float> Tensor { get; set; }
}
