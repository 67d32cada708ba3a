using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace CnnVis.Explanations;

/// <summary>Options records as names and texts: what results keep and what the command line sets. Names are in kebab case.</summary>
internal static class MethodOptions
{
    public static IReadOnlyDictionary<string, string> Describe(object options) =>
        Settable(options.GetType()).ToDictionary(property => NameOf(property), property => Text(property.GetValue(options)));

    /// <summary>A record of the type with the given options, the others at their defaults.</summary>
    public static object Parse(Type type, IEnumerable<KeyValuePair<string, string>> values)
    {
        object options = Activator.CreateInstance(type)!;
        foreach ((string name, string text) in values)
        {
            PropertyInfo property = Settable(type).FirstOrDefault(candidate => NameOf(candidate) == name)
                ?? throw new ArgumentException($"There is no option '{name}'. Possible: {string.Join(", ", Settable(type).Select(NameOf))}.");
            property.SetValue(options, Parse(property.PropertyType, name, text));
        }

        return options;
    }

    public static IReadOnlyList<string> Names(Type type) => [.. Settable(type).Select(NameOf)];

    public static string NameOf(MemberInfo member) => JsonNamingPolicy.KebabCaseLower.ConvertName(member.Name);

    private static PropertyInfo[] Settable(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true })];

    private static string Text(object? value) => value switch
    {
        null => "default",
        bool truth => truth ? "true" : "false",
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => string.Join(",", items.Cast<object?>().Select(Text)),
        _ => value.ToString() ?? "",
    };

    private static object Parse(Type type, string name, string text) => ItemOf(type) is { } item
        ? ListOf(item, [.. text.Split(',', StringSplitOptions.TrimEntries).Select(part => ParseOne(item, name, part))])
        : ParseOne(type, name, text);

    /// <summary>What a list of options holds; null for a single option.</summary>
    private static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static Array ListOf(Type item, object[] values)
    {
        var list = Array.CreateInstance(item, values.Length);
        Array.Copy(values, list, values.Length);
        return list;
    }

    private static object ParseOne(Type type, string name, string text)
    {
        Type wanted = Nullable.GetUnderlyingType(type) ?? type;
        try
        {
            if (wanted == typeof(string))
            {
                return text;
            }

            if (wanted == typeof(bool))
            {
                return bool.Parse(text);
            }

            if (wanted.IsEnum)
            {
                return ParseName(wanted, text);
            }

            // IParsable<T>.Parse(string, IFormatProvider), which numbers and the library's own option types have.
            MethodInfo parse = wanted.GetMethod("Parse", [typeof(string), typeof(IFormatProvider)])
                ?? throw new NotSupportedException($"The option '{name}' cannot be given as text.");
            return parse.Invoke(null, [text, CultureInfo.InvariantCulture])!;
        }
        catch (Exception e) when (Unwrap(e) is FormatException or ArgumentException or OverflowException)
        {
            string possible = wanted.IsEnum ? $" Possible: {string.Join(", ", Enum.GetNames(wanted))}." : "";
            throw new ArgumentException($"The option '{name}' cannot be '{text}': {Unwrap(e).Message}{possible}", e);
        }
    }

    // Enum.Parse takes numbers too, and any of them.
    private static object ParseName(Type wanted, string text)
    {
        string name = text.Replace("-", "", StringComparison.Ordinal);
        return !text.StartsWith('-') && Enum.GetNames(wanted).Contains(name, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse(wanted, name, ignoreCase: true)
            : throw new FormatException("it is none of its names.");
    }

    private static Exception Unwrap(Exception e) => e is TargetInvocationException { InnerException: { } inner } ? inner : e;
}
