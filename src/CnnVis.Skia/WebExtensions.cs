using System.Globalization;
using System.Net;
using System.Text;

namespace CnnVis.Skia;

/// <summary>Pictures for web pages and notebooks.</summary>
public static class WebExtensions
{
    /// <summary>The picture as a PNG inside an address, for the src of an img.</summary>
    /// <param name="image">The picture.</param>
    /// <returns>An address that begins with data:image/png.</returns>
    public static string ToDataUri(this RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return $"data:image/png;base64,{Convert.ToBase64String(image.ToPng())}";
    }

    /// <summary>The figure as an SVG inside an address, for the src of an img.</summary>
    /// <param name="figure">The figure.</param>
    /// <returns>An address that begins with data:image/svg+xml.</returns>
    public static string ToDataUri(this Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(figure.ToSvg()))}";
    }

    /// <summary>The picture as an img, complete in itself.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="alternative">What it shows, for those who cannot see it.</param>
    /// <returns>The HTML.</returns>
    public static string ToHtml(this RgbImage image, string alternative = "") => Img(image.ToDataUri(), image.Width, image.Height, alternative);

    /// <summary>The figure as an img, complete in itself and sharp at every size.</summary>
    /// <param name="figure">The figure.</param>
    /// <returns>The HTML; its title is what a screen reader says.</returns>
    public static string ToHtml(this Figure figure) => Img(figure.ToDataUri(), figure.Width, figure.Height, figure.Title);

    /// <summary>The explanation as a figure in HTML, complete in itself.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="options">How it is drawn; null for the defaults.</param>
    /// <returns>The HTML.</returns>
    public static string ToHtml(this Explanation explanation, FigureOptions? options = null) => explanation.Figure(options).ToHtml();

    private static string Img(string address, int width, int height, string alternative) => string.Create(
        CultureInfo.InvariantCulture,
        $"<img src=\"{address}\" width=\"{width}\" height=\"{height}\" style=\"max-width:100%;height:auto\" alt=\"{WebUtility.HtmlEncode(alternative)}\">");
}
