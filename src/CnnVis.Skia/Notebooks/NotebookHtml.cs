namespace CnnVis.Skia.Notebooks;

/// <summary>Results as pictures in HTML; the core finds it by its name, so that it depends on no pictures.</summary>
internal static class NotebookHtml
{
    public static string? Of(object result) => result switch
    {
        RgbImage image => image.ToHtml(),
        Explanation explanation => explanation.ToHtml(),
        Comparison comparison => comparison.Figure().ToHtml(),
        Figure figure => figure.ToHtml(),
        Dream dream => dream.Image.ToHtml(dream.Objective),
        _ => null,
    };
}
