using System.Globalization;

namespace MultiTransport.Server.Api;

/// <summary>The parameters of a request, read strictly: what is not known, told twice or out of range is the first fault.</summary>
internal sealed class ApiQuery
{
    private readonly IQueryCollection _query;

    public ApiQuery(HttpContext context, params string[] known)
    {
        _query = context.Request.Query;
        if (_query.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            Fault = Malformed($"There is no parameter '{Shown.Of(unknown)}'; there {(known.Length == 0 ? "are none" : $"are {string.Join(", ", known)}")}.");
        }
        else if (_query.FirstOrDefault(static one => one.Value.Count > 1) is { Key: { } twice })
        {
            Fault = Malformed($"The parameter '{twice}' is there {_query[twice].Count} times; accepted is once.");
        }
    }

    /// <summary>What is wrong; null for nothing.</summary>
    public ApiProblem? Fault { get; private set; }

    public string? Text(string name) => _query.TryGetValue(name, out var value) ? value.ToString() : null;

    public long? Number(string name, long least, long most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fault ??= Malformed($"{name} is '{Shown.Of(text)}'; accepted is a whole number, {least} to {most}.");
        return null;
    }

    private static ApiProblem Malformed(string detail) => ApiProblem.Of(StatusCodes.Status400BadRequest, ApiCode.QueryMalformed, detail);
}
