using System.Text;

namespace CnnVis.Features.Outlines;

/// <summary>Outlines as text.</summary>
internal static class OutlineText
{
    public static string Of(NetworkOutline outline)
    {
        var text = new StringBuilder().AppendLine(outline.Model);
        Append(text, outline.Parts, "  ");
        return text.ToString();
    }

    private static void Append(StringBuilder text, IReadOnlyList<OutlinePart> parts, string indent)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            OutlinePart part = parts[i];
            text.Append(indent).Append(part).Append("  ").Append(part.Shape);
            if (part.Kind != OutlinePartKind.Input && !part.Sources.SequenceEqual([i - 1]))
            {
                text.Append("  reads ").AppendJoin(", ", part.Sources.Select(source => source == OutlinePart.Entry ? "the entry" : parts[source].Title));
            }

            text.AppendLine();
            Append(text, part.Parts, indent + "  ");
        }
    }
}
