namespace CnnVis.Methods;

/// <summary>Which rule a linear layer gets: that of the first layers, else that of its kind.</summary>
/// <param name="First">The rule of the first layers that the image reaches; null where they have none of their own.</param>
/// <param name="Convolution">The rule of convolutions.</param>
/// <param name="Dense">The rule of dense layers, and of convolutions that see one place.</param>
/// <param name="Bias">What becomes of biases.</param>
internal sealed record RelevanceComposite(LayerRule? First, LayerRule Convolution, LayerRule Dense, LrpBias Bias)
{
    public GraphValue Cross(LinearLayer layer, GraphValue relevance) =>
        (layer.IsFirst && First is { } first ? first : layer.IsDense ? Dense : Convolution)(layer, relevance);
}
