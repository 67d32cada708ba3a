using System.Globalization;
using System.Net;
using System.Text;
using CnnVis;
using CnnVis.Skia;

/// <summary>A page of pictures: an index.html with the picture files beside it.</summary>
internal sealed class Page(string folder, string title)
{
    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: #202428; background: #fff }
        h2 { margin-top: 2.5rem } .sheet { display: flex; flex-wrap: wrap; gap: 1.25rem } figure { margin: 0; max-width: 100% }
        figcaption { max-width: 34rem; color: #556 } img { max-width: 100%; height: auto } code { background: #eef0f3; padding: 0 .25em }
        """;

    private readonly StringBuilder _body = new();
    private bool _isInSheet;

    public int Pictures { get; private set; }

    public void Section(string heading, string words)
    {
        EndSheet();
        _body.AppendLine(CultureInfo.InvariantCulture, $"<h2>{Encode(heading)}</h2>").AppendLine(CultureInfo.InvariantCulture, $"<p>{Encode(words)}</p>").AppendLine("<div class=\"sheet\">");
        _isInSheet = true;
    }

    public void Add(RgbImage picture, string file, string caption)
    {
        picture.Save(Path.Combine(folder, file));
        Show(file, caption, picture.Width);
    }

    public void Add(Figure figure, string file, string caption)
    {
        figure.Save(Path.Combine(folder, file));
        Show(file, caption, figure.Width);
    }

    /// <summary>A file that is in the folder already.</summary>
    public void Show(string file, string caption, int width)
    {
        Pictures++;
        _body.AppendLine(CultureInfo.InvariantCulture, $"<figure><img src=\"{file}\" width=\"{width}\" alt=\"{Encode(caption)}\"><figcaption>{Encode(caption)}</figcaption></figure>");
    }

    public string Save()
    {
        EndSheet();
        string path = Path.Combine(folder, "index.html");
        string html = $"<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>{Encode(title)}</title><style>{Style}</style>\n<h1>{Encode(title)}</h1>\n{_body}</html>\n";
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(html));
        return path;
    }

    private void EndSheet()
    {
        if (_isInSheet)
        {
            _body.AppendLine("</div>");
            _isInSheet = false;
        }
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
