namespace CnnVis;

/// <summary>How deep Taylor decomposition treats the first layers, whose inputs are pixels.</summary>
public enum DeepTaylorInput
{
    /// <summary>Pixels lie between two bounds: relevance goes by how far each is from the bound that lowers the output (z-box).</summary>
    Box,

    /// <summary>Pixels may be any number: relevance goes by the squares of the weights (w-square), whatever the pixels are.</summary>
    Squares,
}
