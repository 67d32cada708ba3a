using System.Net;
using System.Reflection;

namespace CnnVis.Tensors;

/// <summary>
/// Shows results as pictures in .NET notebooks, where the package CnnVis.Skia is loaded, else as text. Notebooks call it by the names of its members.
/// </summary>
internal sealed class NotebookFormatters : INotebookFormatterSource
{
    private const string Pictures = "CnnVis.Skia.Notebooks.NotebookHtml, CnnVis.Skia";

    /// <summary>What notebooks ask for.</summary>
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter()];

    private sealed class HtmlFormatter : INotebookFormatter
    {
        private static readonly Lazy<MethodInfo?> Draw = new(() => Type.GetType(Pictures)?.GetMethod("Of"));

        public string MimeType => "text/html";

        public bool Format(object instance, TextWriter writer)
        {
            writer.Write(Draw.Value?.Invoke(null, [instance]) as string ?? $"<pre>{WebUtility.HtmlEncode(instance.ToString())}</pre>");
            return true;
        }
    }
}
