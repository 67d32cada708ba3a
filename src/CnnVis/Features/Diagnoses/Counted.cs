namespace CnnVis.Features.Diagnoses;

/// <summary>Numbers with their nouns.</summary>
internal static class Counted
{
    public static string Images(int count) => Of(count, "image");

    public static string Of(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
