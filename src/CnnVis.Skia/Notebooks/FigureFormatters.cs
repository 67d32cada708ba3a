namespace CnnVis.Skia.Notebooks;

/// <summary>Shows figures in .NET notebooks, which call it by the names of its members.</summary>
internal sealed class FigureFormatters : INotebookFormatterSource
{
    /// <summary>What notebooks ask for.</summary>
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter()];

    private sealed class HtmlFormatter : INotebookFormatter
    {
        public string MimeType => "text/html";

        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not Figure figure)
            {
                return false;
            }

            writer.Write(figure.ToHtml());
            return true;
        }
    }
}
