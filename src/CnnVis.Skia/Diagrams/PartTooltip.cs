using System.Globalization;
using System.Text;

namespace CnnVis.Skia.Diagrams;

/// <summary>What a browser says of a part on which the pointer rests.</summary>
internal static class PartTooltip
{
    private const int MostLayers = 12;

    public static string Of(OutlinePart part)
    {
        var text = new StringBuilder(part.Kind == OutlinePartKind.Repeated ? $"{part.Repeats} times {part.Parts.Count} parts" : part.ToString());
        text.Append(CultureInfo.InvariantCulture, $"\noutput {part.Shape}");
        if (part.Layers.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{part.Layers.Sum(layer => layer.ParameterCount):#,0} parameters");
            text.AppendJoin("", part.Layers.Take(MostLayers).Select(layer => $"\n{layer.Name} ({layer.Operator})"));
            text.Append(part.Layers.Count > MostLayers ? string.Create(CultureInfo.InvariantCulture, $"\nand {part.Layers.Count - MostLayers} more") : "");
        }

        return text.ToString();
    }
}
