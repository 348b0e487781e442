namespace MultiTransport.Server.Api.Keys;

/// <summary>The API. Without keys it is off.</summary>
internal sealed class ApiSettings
{
    /// <summary>Who may call it.</summary>
    public IList<ApiKeySettings> Keys { get; set; } = [];
}
