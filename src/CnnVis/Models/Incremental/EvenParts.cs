namespace CnnVis.Models;

/// <summary>Divides what is computed together.</summary>
internal static class EvenParts
{
    /// <summary>As few parts as there can be with no more than so many items in each, all of about as many.</summary>
    public static IEnumerable<T[]> InEvenParts<T>(this T[] items, int most) =>
        items.Length == 0 ? [] : items.Chunk(DivideUp(items.Length, DivideUp(items.Length, most)));

    /// <summary>How many parts of a size it takes to hold a number.</summary>
    public static int DivideUp(int number, int by) => (number + by - 1) / by;
}
