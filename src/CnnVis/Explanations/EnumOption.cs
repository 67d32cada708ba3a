namespace CnnVis.Explanations;

/// <summary>Checks options that choose from names: any number can be cast to an enum.</summary>
internal static class EnumOption
{
    /// <exception cref="ArgumentException">The value has no name; the message lists those there are.</exception>
    public static void Validate<T>(T value, string option)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            string[] names = Enum.GetNames<T>();
            throw new ArgumentException($"{option} must be {(names.Length > 2 ? "one of " : "")}{string.Join(names.Length > 2 ? ", " : " or ", names)}.");
        }
    }
}
