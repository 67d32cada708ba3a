using System.Globalization;
using System.Text.Json.Serialization;

namespace CnnVis;

/// <summary>What a model says about one class.</summary>
/// <param name="Index">The class.</param>
/// <param name="Label">Its name, or null where no labels are known.</param>
/// <param name="Probability">Its probability; for a segmentation map, the share of the image where it wins.</param>
public sealed record ClassScore(int Index, string? Label, float Probability)
{
    /// <summary>The label, or "class 7" where there is none.</summary>
    [JsonIgnore]
    public string Name => Label ?? string.Create(CultureInfo.InvariantCulture, $"class {Index}");
}
